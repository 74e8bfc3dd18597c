import { expect, test } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { startServer } from "./support/http-server.js";

const kinds = ["text", "arrayBuffer", "blob"] as const;

test.for(kinds)("as %s: the time limit covers the body", async (parseAs) => {
  const server = await startServer((response) => {
    response.writeHead(200, { "Content-Type": "application/json" });
    response.write("abc"); // and never the rest
  });
  const melio = createClient(server, { timeout: 20, maxRetries: 0 });
  const error = await melioErrorOf(melio.http.POST("/auth/token", { parseAs }));
  expect(error).toMatchObject({ kind: "timeout", limit: "timeout" });
});

test.for(kinds)("as %s: the body comes as it was sent", async (parseAs) => {
  const bytes = new Uint8Array([0, 255, 128, 10]);
  const server = await startServer((response) => {
    response.writeHead(200, { "Content-Type": "application/pdf" });
    response.end(bytes);
  });
  const { data } = await createClient(server).http.POST("/auth/token", {
    parseAs,
  });
  const body = new Response(data as BodyInit);
  if (parseAs === "text") expect(data).toBe(new TextDecoder().decode(bytes));
  else expect(new Uint8Array(await body.arrayBuffer())).toEqual(bytes);
  if (data instanceof Blob) expect(data.type).toBe("application/pdf");
});

test.for(["json", ...kinds] as const)(
  "as %s: a success of more than 10 MB is an error, not a part of it",
  async (parseAs) => {
    const server = await startServer((response) => {
      response.end("a".repeat(10_000_001));
    });
    const melio = createClient(server);
    const error = await melioErrorOf(
      melio.http.POST("/auth/token", { parseAs }),
    );
    expect(error).toMatchObject({ kind: "response", attempts: 1 });
    expect(error.message).toMatch(
      /body has more than 10 MB; .*parseAs: "stream"$/,
    );
    expect(server.requests).toHaveLength(1);
  },
);
