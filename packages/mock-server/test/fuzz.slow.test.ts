import { connect } from "node:net";
import { startMockServer } from "@melio-platform/mock-server";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

const piece = fc.oneof(
  fc.constantFrom(
    "POST /v1/auth/token HTTP/1.1\r\n",
    "GET /__mock/health HTTP/1.1\r\n",
    "HEAD / HTTP/1.0\r\n",
    "Host: x\r\n",
    "Host: localhost\r\n",
    "API-Key: k\r\n",
    "Idempotency-Key: i\r\n",
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "Connection: keep-alive\r\n",
    "\r\n",
    "5\r\nabcde\r\n",
    "0\r\n\r\n",
    `X: ${"x".repeat(20_000)}\r\n`,
  ),
  fc.string({ maxLength: 30 }),
);

const fault = fc.constantFrom(
  undefined,
  { reset: true },
  { truncate: true },
  { slowBody: 5 },
  { delay: 5 },
  { html: true },
  { body: "x".repeat(100_000) },
);

test("whatever comes over sockets, the server answers the next, and closes", async () => {
  const mock = await startMockServer();
  const { port } = new URL(mock.url);
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 12 }),
      fault,
      fc.boolean(),
      async (pieces, wrong, ends) => {
        if (wrong !== undefined) mock.failNext(wrong);
        const socket = connect(Number(port), "127.0.0.1");
        socket.on("error", () => {});
        socket.resume();
        const sent = new Promise((resolve) =>
          socket.write(pieces.join(""), resolve),
        );
        await sent;
        // Half of them stay open until the server closes.
        if (ends) socket.destroy();
      },
    ),
    { numRuns: 3_000 },
  );
  mock.clearFaults();
  expect((await createCaller(mock.baseUrl)()).status).toBe(200);
  expect(mock.requests({ outcome: "defect" })).toEqual([]);
  await mock.close();
});
