import { createMelioClient, type MelioLogger } from "@melio-platform/client";

const write = (level: string) => (message: string, details: object) =>
  console.log(JSON.stringify({ level, message, ...details }));

/** Passes each line to your own log, here as one JSON object. */
const logger: MelioLogger = {
  debug: write("debug"),
  info: write("info"),
  warn: write("warn"),
  error: write("error"),
};

const melio = createMelioClient({ logger, logLevel: "info" });
await melio.auth.createToken({ melioAccount: "acc_123" });
