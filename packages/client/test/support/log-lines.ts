import type { MelioLogDetails, MelioLogger } from "@melio-platform/client";

export interface LogLine extends MelioLogDetails {
  level: keyof MelioLogger;
  message: string;
}

/** A logger that keeps its lines. */
export function keepLog(): MelioLogger & { lines: LogLine[] } {
  const lines: LogLine[] = [];
  const on =
    (level: keyof MelioLogger) => (message: string, details: MelioLogDetails) =>
      lines.push({ ...details, level, message });
  return {
    lines,
    debug: on("debug"),
    info: on("info"),
    warn: on("warn"),
    error: on("error"),
  };
}
