import { expect, test, vi } from "vitest";
import {
  createClient,
  markedKey,
  melioErrorOf,
  rejectionOf,
} from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { errorBody, headerNames } from "./support/spec.js";
import { fixJitter } from "./support/time.js";

const keysSent = (server: Awaited<ReturnType<typeof startServer>>) =>
  server.requests.map(({ headers }) => headers[headerNames.apiKey]);

test("the key stands alone in its header, or after a prefix and one space", async () => {
  const server = await startServer(success);
  await createClient(server).auth.createToken();
  await createClient(server, {
    apiKeyPrefix: "Bearer",
  }).http.POST("/auth/token");
  expect(keysSent(server)).toEqual([markedKey, `Bearer ${markedKey}`]);
});

test.for([
  { what: "a function", wrap: (key: string) => key },
  { what: "an async function", wrap: async (key: string) => key },
])(
  "$what is asked anew for every attempt, and not before",
  async ({ wrap }) => {
    fixJitter(0);
    const server = await startServer({ status: 503 }, { status: 429 }, success);
    let version = 0;
    const apiKey = vi.fn(() => wrap(`sk_version_${++version}`));
    const melio = createClient(server, {
      apiKey: apiKey as () => string | Promise<string>,
    });
    expect(apiKey).not.toHaveBeenCalled();
    await melio.auth.createToken();
    await melio.http.POST("/auth/token");
    expect(keysSent(server)).toEqual(
      [1, 2, 3, 4].map((n) => `sk_version_${n}`),
    );
  },
);

const notStrings = [undefined, null, 42, {}, Symbol.iterator];

test.for(notStrings)(
  "a function that gives %s, no string, is a MelioConfigError, and nothing is sent",
  async (value) => {
    const server = await startServer(success);
    const apiKey = (() => value) as unknown as () => string;
    const melio = createClient(server, { apiKey });
    const error = await melioErrorOf(melio.auth.createToken());
    expect(error.kind).toBe("config");
    expect(server.requests).toHaveLength(0);
  },
);

test.for(["", " ", "a\n"])(
  "a function that gives %j is a MelioConfigError, and nothing is sent",
  async (value) => {
    const server = await startServer(success);
    const melio = createClient(server, { apiKey: () => value });
    const error = await melioErrorOf(melio.auth.createToken());
    expect(error.kind).toBe("config");
    expect(server.requests).toHaveLength(0);
  },
);

test("a vault's own error is passed on as it is, and nothing is sent or retried", async () => {
  fixJitter(0);
  const server = await startServer(success);
  const sealed = Object.assign(new Error("the vault is sealed"), {
    status: 503,
    headers: { "retry-after": "0" },
  });
  const apiKey = vi.fn(() => Promise.reject(sealed));
  const melio = createClient(server, { apiKey });
  expect(await rejectionOf(melio.auth.createToken())).toBe(sealed);
  expect(apiKey).toHaveBeenCalledOnce();
  expect(server.requests).toHaveLength(0);
});

test("the caller's headers cannot take the key's place", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const headers = { [headerNames.apiKey]: "another" };
  await melio.auth.createToken({}, { headers });
  await melio.http.POST("/auth/token", { headers });
  expect(keysSent(server)).toEqual([markedKey, markedKey]);
});

test("the key goes to no other server than the client's own", async () => {
  const other = await startServer(success);
  const server = await startServer(success);
  const { baseUrl } = other;
  await createClient(server).http.POST("/auth/token", { baseUrl });
  expect(other.requests).toHaveLength(0);
});

test("a middleware that sends a call elsewhere is refused", async () => {
  const other = await startServer(success);
  const server = await startServer(success);
  const melio = createClient(server);
  melio.http.use({
    onRequest: ({ request }) =>
      new Request(request.url.replace(server.baseUrl, other.baseUrl), request),
  });
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "config" });
  expect([...other.requests, ...server.requests]).toEqual([]);
});

test("a middleware may answer in the server's place, with an error too", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  melio.http.use({
    onRequest: () => Response.json(errorBody, { status: 403 }),
  });
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "forbidden", attempts: 0 });
  expect(server.requests).toHaveLength(0);
});

test.for(["e", "error", ":", '"'])(
  "the key %j, a test's, does not spoil the server's words",
  async (apiKey) => {
    const server = await startServer({ status: 400, body: errorBody });
    const melio = createClient(server, { apiKey });
    const error = await melioErrorOf(melio.auth.createToken());
    expect(error).toMatchObject({ status: 400, code: errorBody.error.code });
  },
);

test("a key that comes after its attempt's end is not used", async () => {
  const server = await startServer(success);
  const vault: ((key: string) => void)[] = [];
  const melio = createClient(server, {
    apiKey: () => new Promise<string>((resolve) => vault.push(resolve)),
    timeout: 20,
    maxRetries: 0,
  });
  expect(await melioErrorOf(melio.auth.createToken())).toMatchObject({
    kind: "timeout",
  });
  vault[0]?.("sk_that_comes_too_late");
  await melio.http.POST("/auth/token").catch(() => {}); // time for a request to be sent
  expect(server.requests).toHaveLength(0);
});

const unauthorized = { status: 401, body: errorBody };

test("a function that gives another key after a 401 is asked once more, with the refused one, and the rest of the call uses the other", async () => {
  const server = await startServer(
    unauthorized,
    { status: 503, headers: { "Retry-After": "0" } },
    success,
  );
  const asked: (string | undefined)[] = [];
  const apiKey = (refused?: string) => {
    asked.push(refused);
    return refused === undefined ? "sk_old_key" : "sk_new_key";
  };
  const token = createClient(server, { apiKey }).auth.createToken();
  const { attempts } = await token.withResponse();
  expect(attempts).toBe(3);
  expect(asked).toEqual([undefined, "sk_old_key"]);
  expect(keysSent(server)).toEqual(["sk_old_key", "sk_new_key", "sk_new_key"]);
  const idempotencyKeys = server.requests.map(
    ({ headers }) => headers[headerNames.idempotencyKey],
  );
  expect(new Set(idempotencyKeys).size).toBe(1);
});

test.for([
  { what: "the same key", apiKey: () => "sk_same_key", attempts: 1 },
  { what: "another key, but no retries", maxRetries: 0, attempts: 1 },
  { what: "another key each time: once a call", attempts: 2 },
  { what: "a text, which cannot change", apiKey: "sk_as_text", attempts: 1 },
  {
    what: "no key, since its vault is away",
    apiKey: (refused?: string) => {
      if (refused) throw new Error("the vault is away");
      return "sk_from_vault";
    },
    attempts: 1,
  },
])("a 401 stands: $what", async ({ apiKey, maxRetries, attempts }) => {
  const server = await startServer(unauthorized);
  let version = 0;
  const melio = createClient(server, {
    apiKey: apiKey ?? (() => `sk_version_${++version}`),
    maxRetries,
  });
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "unauthorized", attempts });
  expect(server.requests).toHaveLength(attempts);
});

test("a function that hangs after a 401 takes the 401's attempt no longer than its limit", async () => {
  const server = await startServer(unauthorized);
  const melio = createClient(server, {
    apiKey: (refused) =>
      refused ? new Promise<string>(() => {}) : "sk_from_vault",
    timeout: 200,
  });
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "unauthorized", attempts: 1 });
});
