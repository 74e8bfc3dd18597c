import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createClient, markedKey } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { type Answer, startServer } from "./support/http-server.js";
import { startRawServer } from "./support/raw-server.js";
import { errorBody, requiredPaths, spec, tokenBody } from "./support/spec.js";
import { fixJitter } from "./support/time.js";
import { withAtPath, withoutPath } from "./support/without-path.js";

const onUnhandled = vi.fn();
beforeAll(() => {
  process.on("unhandledRejection", onUnhandled);
});
afterAll(() => {
  process.off("unhandledRejection", onUnhandled);
  expect(onUnhandled).not.toHaveBeenCalled();
});

const kinds = [
  ...["bad_request", "unauthorized", "forbidden", "conflict"],
  ...["unprocessable", "rate_limited", "redirect", "client_error"],
  ...["server_error", "connection", "timeout", "response"],
];
const retried = [408, 409, 429, 500, 502, 503, 504];
const paths = requiredPaths(spec.components.schemas["PostAuthResponse"] ?? {});

const body = fc.oneof(
  fc.constant(tokenBody),
  fc.constant(errorBody),
  fc.json(),
  fc.string(),
  fc.constantFrom("", "null", "<html>", '{"data":', '{"error":{}}'),
  fc.jsonValue().map((data) => ({ data })),
  fc.jsonValue().map((error) => ({ error })),
  fc
    .tuple(fc.constantFrom(...paths), fc.jsonValue())
    .map(([path, value]) => withAtPath(tokenBody, path, value)),
  fc.constantFrom(...paths).map((path) => withoutPath(tokenBody, path)),
);

const value = fc.oneof(
  fc.stringMatching(/^[!-~]*$/),
  fc.constantFrom("0", "1", "-1", "60", "1e9", "Sun, 06 Nov 1994 08:49:37 GMT"),
);
const headers = fc.dictionary(
  fc.oneof(
    fc.stringMatching(/^x-[a-z]{1,9}$/),
    fc.constantFrom("retry-after", "content-type", "date", "location"),
  ),
  value,
);

const answer: fc.Arbitrary<Answer> = fc.record({
  // 407 and 421 never come through fetch.
  status: fc
    .integer({ min: 200, max: 599 })
    .filter((n) => n !== 407 && n !== 421),
  headers,
  body,
});

/** The value or the error, whichever it is. */
const settle = (promise: Promise<unknown>) =>
  promise.then(
    (value) => ({ value, error: undefined }),
    (error) => ({ value: undefined, error }),
  );

test("any status, headers and body: a token of the spec's shape, or a documented error with true facts", async () => {
  fixJitter(0);
  const answers: Answer[] = [];
  const server = await startServer((response) => {
    const { status = 200, headers, body } = answers.shift() ?? {};
    const bodiless = status === 204 || status === 304;
    response.writeHead(status, headers);
    response.end(
      bodiless ? "" : typeof body === "string" ? body : JSON.stringify(body),
    );
  });
  const melio = createClient(server, { maxRetryAfter: 0 });
  await fc.assert(
    fc.asyncProperty(fc.tuple(answer, answer, answer), async (three) => {
      answers.splice(0, answers.length, ...three);
      const { value, error } = await settle(
        melio.auth.createToken().withResponse(),
      );
      const attempts = 3 - answers.length;
      const last = three[attempts - 1] as Required<Answer>;
      expect(error ?? value).toMatchObject({ attempts });
      for (const { status = 0 } of three.slice(0, attempts - 1))
        expect(retried).toContain(status);
      if (value) {
        expect(value).toMatchObject({ response: { status: last.status } });
        const { data } = value as { data: Record<string, unknown> };
        for (const key of ["accessToken", "expiresAt", "refreshToken"])
          expect(data[key]).toBeTypeOf("string");
        expect(Date.parse(data["expiresAt"] as string)).not.toBeNaN();
      } else {
        expect(kinds).toContain(error.kind);
        expect(error).toMatchObject({ status: last.status });
        expect(error.kind === "response").toBe(last.status < 300);
        expect(error.kind === "redirect").toBe(
          last.status >= 300 && last.status < 400,
        );
        if (error.body !== undefined) {
          expect(error.body).toBeTypeOf("string");
          expect(error.body.length).toBeLessThanOrEqual(500);
        }
        expect(findSecrets(error, [markedKey])).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
});

test("any bytes on the socket: the promise settles with a documented outcome", async () => {
  fixJitter(0);
  let bytes = Buffer.alloc(0);
  const server = await startRawServer((socket) => socket.end(bytes));
  const melio = createClient(server, { maxRetries: 0, timeout: 2_000 });
  const line = fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 1_100 }), fc.string())
      .map(([status, reason]) => `HTTP/1.1 ${status} ${reason}`),
    fc.string(),
  );
  const head = fc.dictionary(
    fc.constantFrom(
      "Content-Length",
      "Transfer-Encoding",
      "Content-Encoding",
      "X",
    ),
    fc.oneof(fc.constantFrom("2", "900", "chunked", "gzip", "br"), fc.string()),
  );
  const message = fc
    .tuple(
      line,
      head,
      fc.oneof(fc.string(), fc.constant(JSON.stringify(tokenBody))),
    )
    .map(([line, head, body]) => {
      const fields = Object.entries(head).map(([k, v]) => `${k}: ${v}\r\n`);
      return Buffer.from(`${line}\r\n${fields.join("")}\r\n${body}`, "latin1");
    });
  const anything = fc.oneof(
    message,
    fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  );
  await fc.assert(
    fc.asyncProperty(anything, async (sent) => {
      bytes = sent;
      const { value, error } = await settle(melio.auth.createToken());
      if (value) expect(value).toMatchObject(tokenBody.data);
      else {
        expect(kinds).toContain(error.kind);
        expect(error.name).toMatch(
          /^Melio(Api|Connection|Response|Timeout)Error$/,
        );
        expect(error).toMatchObject({ attempts: 1 });
      }
    }),
    { numRuns: 500 },
  );
});

test("any result of a custom fetch: the promise settles, and never with what the caller did not ask for", async () => {
  fixJitter(0);
  const outcome = fc.oneof(
    fc.constantFrom(200, 201, 204, 299, 400, 418, 500, 599).map(
      (status) => () =>
        new Response(status === 204 ? null : JSON.stringify(tokenBody), {
          status,
        }),
    ),
    fc
      .anything({ withNullPrototype: true, withObjectString: true })
      .map((reason) => () => Promise.reject(reason)),
  );
  await fc.assert(
    fc.asyncProperty(outcome, async (fetch) => {
      const melio = createClient(
        { baseUrl: "https://api.test/v1" },
        { fetch: async () => fetch(), maxRetries: 1 },
      );
      const { value, error } = await settle(melio.auth.createToken());
      if (value) expect(value).toEqual(tokenBody.data);
      else expect(kinds).toContain(error?.kind);
    }),
    { numRuns: 1_000 },
  );
});
