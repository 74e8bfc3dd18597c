import { expect, test, vi } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { errorBody, headerNames, tokenBody } from "./support/spec.js";
import { fixJitter, settleDown, stopTime, until } from "./support/time.js";

const retried = [408, 409, 429, 500, 502, 503, 504];
const statuses = Array.from({ length: 200 }, (_, i) => 400 + i);
const html = {
  headers: { "Content-Type": "text/html" },
  body: "<h1>Bad Gateway</h1>",
};

test.for(retried)(
  "%i is retried, whatever the body, with the same idempotency key",
  async (status) => {
    fixJitter(0);
    const server = await startServer(
      { status, body: errorBody },
      { status, ...html },
      success,
    );
    const { data, attempts, idempotencyKey } = await createClient(server)
      .auth.createToken()
      .withResponse();
    expect(data).toEqual(tokenBody.data);
    expect(attempts).toBe(3);
    expect(
      server.requests.map(({ headers }) => headers[headerNames.idempotencyKey]),
    ).toEqual([idempotencyKey, idempotencyKey, idempotencyKey]);
  },
);

test("no other 4xx or 5xx is retried", async () => {
  // Two never come through: fetch itself makes 407 a network error and repeats a 421 once.
  const others = statuses.filter(
    (status) => ![...retried, 407, 421].includes(status),
  );
  const server = await startServer(
    ...others.map((status) => ({ status, body: errorBody })),
  );
  const melio = createClient(server);
  for (const status of others) {
    const error = await melioErrorOf(melio.auth.createToken());
    expect(error).toMatchObject({ status, attempts: 1 });
  }
  expect(server.requests).toHaveLength(others.length);
});

test("a 2xx with a wrong body is not retried", async () => {
  const server = await startServer({ body: {} }, success);
  const error = await melioErrorOf(createClient(server).auth.createToken());
  expect(error).toMatchObject({ kind: "response", attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test.for([
  { client: undefined, call: undefined, attempts: 3 },
  { client: 0, call: undefined, attempts: 1 },
  { client: 4, call: undefined, attempts: 5 },
  { client: undefined, call: 0, attempts: 1 },
  { client: 0, call: 1, attempts: 2 },
])(
  "maxRetries $client of the client, $call of the call: $attempts attempts",
  async ({ client, call, attempts }) => {
    fixJitter(0);
    const server = await startServer({ status: 503 });
    const melio = createClient(server, { maxRetries: client });
    const options = { maxRetries: call };
    const error = await melioErrorOf(melio.auth.createToken({}, options));
    expect(error).toMatchObject({ status: 503, attempts });
    expect(server.requests).toHaveLength(attempts);

    const result = await melio.http.POST("/auth/token", options);
    expect(result.response.status).toBe(503);
    expect(server.requests).toHaveLength(2 * attempts);
  },
);

const bounds = [500, 1_000, 2_000, 4_000, 8_000, 8_000];

test.for([0.25, 0.5, 0.999])(
  "the waits are %f of bounds that double from 500 ms to 8 s",
  async (share) => {
    stopTime();
    fixJitter(share);
    const server = await startServer({ status: 500 });
    const logger = keepLog();
    const melio = createClient(server, {
      logger,
      maxRetries: bounds.length,
      timeout: Infinity,
    });
    const call = melioErrorOf(melio.auth.createToken());
    for (const [i, bound] of bounds.entries()) {
      await until(() => logger.lines.at(-1)?.level === "warn");
      const wait = Math.floor(bound * share);
      vi.advanceTimersByTime(wait - 1);
      await settleDown();
      expect(server.requests).toHaveLength(i + 1);
      vi.advanceTimersByTime(1);
      await until(() => server.requests.length === i + 2);
      await until(() => logger.lines.length === i + 2);
    }
    expect(await call).toMatchObject({ attempts: bounds.length + 1 });
  },
);

test("full jitter: any share of the bound, from nothing on", async () => {
  stopTime();
  const server = await startServer({ status: 500 });
  const logger = keepLog();
  const shares = [0, 0.1, 0.9];
  const random = vi.spyOn(Math, "random");
  for (const share of shares) random.mockReturnValueOnce(share);
  const melio = createClient(server, { logger, maxRetries: 3 });
  const call = melioErrorOf(melio.auth.createToken());
  for (const [i, share] of shares.entries()) {
    await until(() => logger.lines.length === i + 1);
    const retryIn = logger.lines.at(-1)?.retryIn;
    expect(retryIn).toBeCloseTo(share * (bounds[i] as number));
    vi.advanceTimersByTime(8_000);
  }
  await call;
  random.mockRestore();
});

test("the body of a response that is retried is cancelled before the next attempt", async () => {
  fixJitter(0);
  const happened: string[] = [];
  const bodyOf = (attempt: number) =>
    new ReadableStream({
      cancel() {
        happened.push(`cancel ${attempt}`);
      },
    });
  let attempt = 0;
  const fetch = async () => {
    happened.push(`fetch ${++attempt}`);
    return attempt < 3
      ? new Response(bodyOf(attempt), { status: 503 })
      : Response.json(tokenBody);
  };
  const melio = createClient({ baseUrl: "https://api.test/v1" }, { fetch });
  await melio.auth.createToken();
  expect(happened).toEqual([
    "fetch 1",
    "cancel 1",
    "fetch 2",
    "cancel 2",
    "fetch 3",
  ]);
});

test("a response that is retried does not keep its connection's body, endless as it is", async () => {
  fixJitter(0);
  const closed: string[] = [];
  const server = await startServer((response) => {
    response.on("close", () => closed.push("first"));
    response.writeHead(503).write("…");
  }, success);
  await createClient(server).auth.createToken();
  await until(() => closed.length === 1);
  expect(server.requests).toHaveLength(2);
});

test("an error's body that stalls does not hold up the next attempt", async () => {
  fixJitter(0);
  const closed = vi.fn();
  const server = await startServer((response) => {
    response.on("close", closed);
    response.writeHead(503).write("…"); // and never the rest
  }, success);
  // Otherwise the attempt's own limit would end the wait.
  await createClient(server, { timeout: Infinity }).auth.createToken();
  expect(server.requests).toHaveLength(2);
  await until(() => closed.mock.calls.length === 1);
});
