import { expect, test } from "vitest";
import { createClient } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";

test("an object of a class keeps its this", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const counter = new (class {
    seen = 0;
    onRequest() {
      this.seen++;
    }
    onResponse() {
      this.seen++;
    }
  })();
  melio.http.use(counter);
  await melio.auth.createToken();
  expect(counter.seen).toBe(2);
});

test("a middleware that is not there does not hide the next one", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  let seen = 0;
  const off = false as unknown as { onRequest(): void };
  melio.http.use(off, { onRequest: () => void seen++ });
  await melio.auth.createToken();
  expect(seen).toBe(1);
});
