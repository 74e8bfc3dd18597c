import { styleText } from "node:util";
import type { JournalEntry } from "../behaviour/journal.js";

/** One readable line about a request. */
export function requestLine(entry: JournalEntry, color: boolean): string {
  const style = (format: "green" | "yellow" | "red" | "dim", text: string) =>
    color ? styleText(format, text, { validateStream: false }) : text;
  const { status, outcome, attempt, account } = entry;
  const failed = status === undefined || status >= 500;
  const facts = [
    outcome,
    ...(account === undefined ? [] : [account]),
    ...(attempt !== undefined && attempt > 1 ? [`attempt ${attempt}`] : []),
    `${entry.duration.toFixed(1)} ms`,
    ...entry.violations.map(({ message }) => style("red", message)),
  ];
  return [
    style("dim", entry.time.slice(11, 23)),
    entry.method,
    entry.path,
    style(
      failed ? "red" : status >= 400 ? "yellow" : "green",
      String(status ?? "reset"),
    ),
    facts.join(", "),
  ].join(" ");
}
