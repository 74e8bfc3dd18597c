import { fork } from "node:child_process";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../support/http-server.js";
import { hour, newToken } from "./support.js";

const minute = 60_000;

/** A process that has just started, as a serverless platform does for the first request. */
function startBackend(baseUrl: string) {
  const child = fork(
    fileURLToPath(new URL("backend-process.js", import.meta.url)),
    { env: { MELIO_API_KEY: "sk_test_frozen", MELIO_BASE_URL: baseUrl } },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  return {
    child,
    async get(ahead: number) {
      const answer = once(child, "message");
      child.send({ ahead });
      return (await answer)[0] as { accessToken: string; isValid: boolean };
    },
  };
}

test.for([
  { connection: "closed by the server", isClosed: true },
  { connection: "silent", isClosed: false },
])(
  "a process that was frozen during a renewal gives a valid token when it goes on; connection: $connection",
  async ({ isClosed }) => {
    let ahead = 0;
    const held: ServerResponse[] = [];
    const answer = (response: ServerResponse) => {
      const token = newToken(ahead + hour);
      response.setHeader("Date", new Date(Date.now() + ahead).toUTCString());
      response.end(JSON.stringify({ data: token }));
    };
    const server = await startServer(
      answer,
      (response) => held.push(response), // the renewal, which takes its time
      answer,
    );
    const backend = startBackend(server.baseUrl);
    const first = await backend.get(ahead);
    expect(first.isValid).toBe(true);

    ahead = hour - minute / 2;
    expect(await backend.get(ahead)).toEqual(first);
    await expect.poll(() => held).toHaveLength(1);
    backend.child.kill("SIGSTOP");
    ahead += 2 * hour;
    if (isClosed) held[0]?.socket?.destroy();
    const answers = [backend.get(ahead), backend.get(ahead)];
    backend.child.kill("SIGCONT");

    const [next] = await Promise.all(answers);
    expect(next?.isValid).toBe(true);
    expect(next?.accessToken).not.toBe(first.accessToken);
    expect(server.requests).toHaveLength(3);
  },
);

test("each cold start mints once", async () => {
  const server = await startServer((response) => {
    response.end(JSON.stringify({ data: newToken() }));
  });
  const given = await Promise.all(
    [1, 2].map(() => startBackend(server.baseUrl).get(0)),
  );
  expect(given[0]?.accessToken).not.toBe(given[1]?.accessToken);
  expect(server.requests).toHaveLength(2);
});
