import { createMelioClient } from "@melio-platform/client";

const shutdown = new AbortController();
process.once("SIGTERM", () => shutdown.abort());

const melio = createMelioClient();

/** All calls of the process share this signal. */
export const tokenFor = (account: string) =>
  melio.auth.createToken(
    { melioAccount: account },
    { signal: shutdown.signal, deadline: 15_000 },
  );
