import { isMelioError } from "@melio-platform/client";
import { expect, test, vi } from "vitest";
import { ask, createHandler, wholeText } from "./support.js";

const apiKey = "sk_marked_of_the_handler";
const words = "upstream-words";

/** Answers as a server that quotes what it was sent. */
const answer =
  (status: number, headers: Record<string, string> = {}) =>
  async (_: unknown, init?: RequestInit) =>
    new Response(
      JSON.stringify({
        error: {
          code: words,
          message: `${words} ${new Headers(init?.headers).get("API-Key")}`,
        },
      }),
      { status, headers: { ...headers, "X-Upstream": words } },
    );

test.for([
  { what: "429", fetch: answer(429), status: 503, retryAfter: "5" },
  {
    what: "429 with Retry-After",
    fetch: answer(429, { "Retry-After": "7" }),
    status: 503,
    retryAfter: "7",
  },
  {
    what: "429 with Retry-After 0",
    fetch: answer(429, { "Retry-After": "0" }),
    status: 503,
    retryAfter: "0",
  },
  { what: "503", fetch: answer(503), status: 503, retryAfter: "5" },
  { what: "401", fetch: answer(401), status: 502 },
  { what: "403", fetch: answer(403), status: 502 },
  { what: "400", fetch: answer(400), status: 502 },
  { what: "422", fetch: answer(422), status: 502 },
  { what: "500", fetch: answer(500), status: 502 },
  { what: "a redirect", fetch: answer(302), status: 502 },
  {
    what: "a wrong response",
    fetch: async () => new Response(words),
    status: 502,
  },
  {
    what: "no connection",
    fetch: () => Promise.reject(new TypeError(words)),
    status: 503,
    retryAfter: "5",
  },
  {
    what: "no answer in time",
    fetch: () => new Promise<Response>(() => {}),
    status: 503,
    retryAfter: "5",
  },
])(
  "$what from upstream becomes a sober $status",
  async ({ fetch, status, retryAfter = null }) => {
    const onError = vi.fn();
    const { handle } = createHandler(
      { onError },
      { fetch, apiKey, maxRetries: 0, timeout: 20 },
    );
    const request = ask();
    const response = await handle(request);
    expect(response.status).toBe(status);
    expect(response.headers.get("Retry-After")).toBe(retryAfter);
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    const text = await wholeText(response);
    expect(text).toContain('{\\"error\\":\\"token_unavailable\\"}');
    expect(text).not.toContain(words);
    expect(text).not.toContain(apiKey);
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.toSatisfy(isMelioError),
      request,
    );
  },
);

test("an onError that throws does not change the answer", async () => {
  const { handle } = createHandler(
    {
      onError: () => {
        throw new Error("the log is full");
      },
    },
    { fetch: answer(500) },
  );
  expect((await handle(ask())).status).toBe(502);
});

test("the partner's key is in nothing that the handler gives or writes", async () => {
  const written: unknown[] = [];
  const spies = (["debug", "log", "info", "warn", "error"] as const).map(
    (level) =>
      vi.spyOn(console, level).mockImplementation((...args) => {
        written.push(...args);
      }),
  );
  const { handle } = createHandler({}, { apiKey });
  const texts = [await wholeText(await handle(ask()))];
  const failing = createHandler({}, { apiKey, fetch: answer(401) });
  texts.push(await wholeText(await failing.handle(ask())));
  for (const spy of spies) spy.mockRestore();
  expect(texts.join()).not.toContain(apiKey);
  expect(written).toEqual([]);
});
