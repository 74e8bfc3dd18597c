import { expect, test } from "vitest";
import { createClient, melioErrorOf, rejectionOf } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { headerNames, spec } from "./support/spec.js";
import { fixJitter } from "./support/time.js";

const keyHeader = spec.components.parameters.IdempotencyKey.name;
const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const flaky = [{ status: 503 }, { status: 503 }, success];

test("both surfaces: one new key per logical call, the same on every attempt", async () => {
  fixJitter(0);
  const server = await startServer(...flaky, ...flaky, ...flaky, ...flaky);
  const melio = createClient(server);
  await melio.auth.createToken();
  await melio.auth.createToken();
  await melio.http.POST("/auth/token");
  await melio.http.request("post", "/auth/token");
  const keys = server.requests.map(
    ({ headers }) => headers[headerNames.idempotencyKey],
  );
  expect(keys).toHaveLength(12);
  for (const key of keys) expect(key).toMatch(uuid);
  const [a, b, c, d] = [keys[0], keys[3], keys[6], keys[9]];
  expect(keys).toEqual([a, a, a, b, b, b, c, c, c, d, d, d]);
  expect(new Set(keys).size).toBe(4);
});

test("both surfaces: the caller's key wins, on every attempt", async () => {
  fixJitter(0);
  const server = await startServer(...flaky, ...flaky, ...flaky);
  const melio = createClient(server);
  const { idempotencyKey } = await melio.auth
    .createToken({ idempotencyKey: "mine-1" })
    .withResponse();
  expect(idempotencyKey).toBe("mine-1");
  await melio.http.POST("/auth/token", {
    params: { header: { [keyHeader]: "mine-2" } },
  });
  await melio.http.POST("/auth/token", { headers: { [keyHeader]: "mine-3" } });
  expect(
    server.requests.map(({ headers }) => headers[headerNames.idempotencyKey]),
  ).toEqual([
    ...["mine-1", "mine-1", "mine-1"],
    ...["mine-2", "mine-2", "mine-2"],
    ...["mine-3", "mine-3", "mine-3"],
  ]);
});

test("a middleware's key wins too", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  melio.http.use({
    onRequest({ request }) {
      request.headers.set(keyHeader, "from-middleware");
    },
  });
  const { idempotencyKey } = await melio.auth.createToken().withResponse();
  expect(idempotencyKey).toBe("from-middleware");
});

test.for([undefined, "mine-1"])(
  "a middleware that loses the key %j does not change it",
  async (idempotencyKey) => {
    const server = await startServer(success);
    const melio = createClient(server);
    const seen: (string | null)[] = [];
    melio.http.use({
      onRequest({ request }) {
        seen.push(request.headers.get(keyHeader));
        return new Request(request.url, { method: "POST" });
      },
    });
    const whole = await melio.auth
      .createToken({ idempotencyKey })
      .withResponse();
    const [sent] = server.requests.map(
      ({ headers }) => headers[headerNames.idempotencyKey],
    );
    expect([sent, ...seen]).toEqual([
      whole.idempotencyKey,
      whole.idempotencyKey,
    ]);
    if (idempotencyKey) expect(sent).toBe(idempotencyKey);
  },
);

const malformed = [
  "",
  " ",
  " quoted",
  "quoted ",
  "quoted\r\nX-Evil: 1",
  "quoted\n",
  "quoted\0",
  "quoted-ключ",
  "quoted\t1",
];

test.for(malformed)(
  "the key %j is a MelioConfigError before any request, on both surfaces",
  async (key) => {
    const server = await startServer(success);
    const melio = createClient(server);
    const calls = [
      () => melio.auth.createToken({ idempotencyKey: key }),
      () =>
        melio.http.POST("/auth/token", {
          params: { header: { [keyHeader]: key } },
        }),
      () => melio.http.POST("/auth/token", { headers: { [keyHeader]: key } }),
    ];
    for (const call of calls) {
      const error = await melioErrorOf(call());
      expect(error.kind).toBe("config");
      expect(error.message).not.toMatch(/quoted|evil/i);
      expect(error.message).toMatch(/idempotency.?key/i);
    }
    expect(server.requests).toHaveLength(0);
  },
);

test("the error carries the key, so that the call can be repeated with it", async () => {
  const server = await startServer({ status: 400 }, success);
  const melio = createClient(server);
  const error = await melioErrorOf(melio.auth.createToken());
  const { idempotencyKey } = error as { idempotencyKey?: string };
  await melio.auth.createToken({ idempotencyKey });
  const [first, second] = server.requests.map(
    ({ headers }) => headers[headerNames.idempotencyKey],
  );
  expect(first).toBe(idempotencyKey);
  expect(second).toBe(first);
});

test("withResponse sends nothing anew, and one rejection is one rejection", async () => {
  const server = await startServer({ status: 400 });
  const call = createClient(server).auth.createToken();
  const error = await rejectionOf(call.withResponse());
  expect(await rejectionOf(call)).toBe(error);
  expect(await rejectionOf(call.withResponse())).toBe(error);
  expect(server.requests).toHaveLength(1);
});
