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
  const tell = (entry: JournalEntry | undefined) => {
    out.write(
      entry === undefined
        ? "event: reset\ndata:\n\n"
        : `event: request\nid: ${entry.id}\ndata: ${JSON.stringify(entry)}\n\n`,
    );
    if (out.writableLength > mostUnread) out.destroy();
  };
  out.writeHead(200, {
    date,
    "content-type": "text/event-stream",
    "cache-control": "no-store",
  });
  out.flushHeaders();
  tell(undefined);
  for (const entry of journal.entries().slice(-shownEntries)) tell(entry);
  const unfollow = journal.follow(tell);
  const end = () => out.end();
  closing.addEventListener("abort", end);
  out.once("close", () => {
    unfollow();
    closing.removeEventListener("abort", end);
  });
  if (closing.aborted) end();
}

/** As many as the page shows. */
const shownEntries = 200;
