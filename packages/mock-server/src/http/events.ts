import type { ServerResponse } from "node:http";
import type { Journal } from "../behaviour/journal.js";
import type { JournalEntry } from "../messages.js";

/** The server disconnects a reader that lags behind by more bytes than this. It can connect again. */
const mostUnread = 1024 * 1024;

/**
 * Tells a page of each request as it comes, by server-sent events: first those that the journal has, then the
 * others, until the page or the server goes.
 */
export function streamEvents(
  out: ServerResponse,
  journal: Journal,
  date: string,
  closing: AbortSignal,
): void {
  const first = journal.entries().slice(-shownEntries);
  const start = [undefined, ...first].map(eventOf).join("");
  out.writeHead(200, {
    date,
    "content-type": "text/event-stream",
    "cache-control": "no-store",
  });
  out.write(start);

  const unfollow = journal.follow((entry) => {
    out.write(eventOf(entry));
    if (out.writableLength <= start.length + mostUnread) return;
    stop();
    out.destroy();
  });
  const end = () => {
    stop();
    out.end();
  };
  // Nothing may be written after the end, but requests are answered while the server closes.
  function stop(): void {
    unfollow();
    closing.removeEventListener("abort", end);
  }
  closing.addEventListener("abort", end);
  out.once("close", stop);
  if (closing.aborted) end();
}

function eventOf(entry: JournalEntry | undefined): string {
  return entry === undefined
    ? "event: reset\ndata:\n\n"
    : `event: request\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`;
}

/** As many as the page shows. */
const shownEntries = 200;
