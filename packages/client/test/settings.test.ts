import {
  createMelioClient,
  type MelioClientOptions,
  type MelioFetch,
} from "@melio-platform/client";
import { afterEach, expect, test, vi } from "vitest";
import {
  createClient,
  markedKey,
  melioErrorOf,
  thrownBy,
} from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { headerNames, tokenBody } from "./support/spec.js";

const server = { baseUrl: "https://api.test/v1" };
const messageOf = (run: () => unknown) => (thrownBy(run) as Error).message;
const create = (options: object) => () =>
  createClient(server, options as MelioClientOptions);

afterEach(() => {
  vi.unstubAllEnvs();
});

test.for<[options: object, message: string]>([
  [{ enviroment: "sandbox" }, "did you mean environment?"],
  [{ retries: 3 }, "did you mean maxRetries?"],
  [{ baseURL: "https://a.test" }, "did you mean baseUrl?"],
  [{ colour: "red" }, "It accepts "],
  [
    { environment: "" },
    'environment must be "production" or "sandbox"; got ""',
  ],
  [{ environment: "prod" }, 'got "prod"'],
  [{ baseUrl: "" }, "baseUrl must be a non-empty string"],
  [{ apiKey: "" }, "apiKey must be a string, or a function"],
  [{ apiKey: 7 }, "apiKey must be a string, or a function"],
  [
    { maxRetries: 1.5 },
    "maxRetries must be a whole number, 0 or more; got 1.5",
  ],
  [
    { timeout: "10" },
    'timeout must be a number of milliseconds, 0 or more; got "10"',
  ],
  [{ fetch: {} }, "fetch must be a function; got an object"],
  [
    { logger: { info() {} } },
    "logger must be an object with debug(), info(), warn(), error()",
  ],
  [{ logLevel: "verbose" }, 'logLevel must be "debug" or'],
  [
    { allowInsecureHttp: "mock" },
    "allowInsecureHttp must be a list of hostnames",
  ],
  [{ dangerouslyAllowBrowser: "yes" }, "must be true or false"],
])("%j is refused, with a word on what is expected", ([options, message]) => {
  expect(thrownBy(create(options))).toMatchObject({ kind: "config" });
  expect(messageOf(create(options))).toContain(message);
});

test.for([
  [null, "null"],
  ["sk_live_secret", "a string"], // as other packages take their key
  [7, "a number"],
])("%j is no settings", ([options, got]) => {
  expect(
    messageOf(() =>
      createMelioClient(options as unknown as MelioClientOptions),
    ),
  ).toBe(
    `createMelioClient expects a plain object, as written with { }; got ${got}`,
  );
});

test("a wrong environment variable is named, with its value", () => {
  vi.stubEnv("MELIO_ENVIRONMENT", "prod");
  expect(messageOf(() => createMelioClient())).toBe(
    'MELIO_ENVIRONMENT must be "production" or "sandbox"; got "prod"',
  );
  vi.stubEnv("MELIO_ENVIRONMENT", undefined);
  vi.stubEnv("MELIO_BASE_URL", "http://api.test");
  expect(messageOf(() => createMelioClient())).toMatch(
    /^MELIO_BASE_URL must be an https URL .* got "http:\/\/api\.test"$/,
  );
});

test("an API key that was passed as another setting is not quoted", () => {
  for (const name of ["environment", "logLevel", "timeout", "userAgent"])
    expect(messageOf(create({ [name]: `${markedKey}\n` }))).not.toContain(
      markedKey,
    );
});

test("what others put on Object.prototype is no setting, and no option of a call", async () => {
  const polluted = Object.prototype as Record<string, unknown>;
  const names = {
    baseUrl: "https://evil.test",
    apiKeyPrefix: "Evil",
    maxRetries: 9,
    timeout: -1,
    signal: "evil",
    parseAs: "blob",
    headers: { "X-Evil": "1" },
    params: { header: { [headerNames.account]: "acc_evil" } },
    body: "evil",
    middleware: ["evil"],
  };
  const sent: [url: string, init: RequestInit][] = [];
  const melio = createMelioClient({
    apiKey: markedKey,
    environment: "sandbox",
    fetch: async (...request) => {
      sent.push(request);
      return new Response("{}", { status: 500 });
    },
    maxRetries: 0,
  });
  Object.assign(polluted, names);
  const results = await Promise.allSettled([
    createMelioClient({
      apiKey: markedKey,
      environment: "sandbox",
      fetch: async (...request) => {
        sent.push(request);
        return new Response("{}", { status: 400 });
      },
    }).auth.createToken(),
    melio.auth.createToken(),
    melio.http.POST("/auth/token"),
  ]).finally(() => {
    for (const name of Object.keys(names)) delete polluted[name];
  });
  expect(results).toMatchObject([
    { reason: { kind: "bad_request", attempts: 1 } },
    { reason: { kind: "server_error", attempts: 1 } },
    { value: { error: {} } },
  ]);
  expect(sent).toHaveLength(3);
  for (const [url, { body, headers }] of sent) {
    expect(url).toBe("https://api-sandbox.melio.com/v1/auth/token");
    expect(body).toBeNull();
    expect(Object.keys(headers as object)).not.toContain("x-evil");
    expect(headers).toMatchObject({
      [headerNames.apiKey.toLowerCase()]: markedKey,
    });
    expect(headers).not.toHaveProperty(headerNames.account.toLowerCase());
  }
});

test("plain http goes to a host that allowInsecureHttp names, and to no other", async () => {
  const sent: string[] = [];
  const options = {
    apiKey: markedKey,
    allowInsecureHttp: ["mock"],
    fetch: async (url: unknown) => {
      sent.push(String(url));
      return new Response(null, { status: 400 });
    },
  };
  const melio = createMelioClient({
    ...options,
    baseUrl: "http://mock:4010/v1",
  });
  await melio.auth.createToken().catch(() => {});
  expect(sent).toEqual(["http://mock:4010/v1/auth/token"]);
  for (const host of ["*", "mock:4010", "http://mock", "MOCK", "a b"])
    expect(
      messageOf(() =>
        createMelioClient({ ...options, allowInsecureHttp: [host] }),
      ),
      host,
    ).toContain("allowInsecureHttp must be a list of hostnames");
  for (const host of ["mock.evil.test", "amock", "evil.test"])
    expect(
      messageOf(() =>
        createMelioClient({ ...options, baseUrl: `http://${host}/v1` }),
      ),
    ).toContain("allowInsecureHttp");
});

test.for<[params: unknown, message: string]>([
  ["acc_1", "as written with { }; got a string"],
  [null, "as written with { }; got null"],
  [7, "as written with { }; got a number"],
  // Objects whose Account would be ignored, so that the token would be the Partner's.
  [[], "expects a plain object, as written with { }; got a list"],
  [
    new Map([["melioAccount", "acc_1"]]),
    "plain object, as written with { }; got an instance of Map",
  ],
  [new URLSearchParams("melioAccount=acc_1"), "plain object"],
  [Promise.resolve({ melioAccount: "acc_1" }), "plain object"],
  [Object.create({ melioAccount: "acc_1" }), "plain object"],
  [
    new (class {
      get melioAccount() {
        return "acc_1";
      }
    })(),
    "plain object",
  ],
  [{ account: "acc_1" }, "did you mean melioAccount?"],
  [
    { melioAccount: undefined },
    "Melio-Account is undefined: pass the ID of an Account, or leave it out",
  ],
  [{ melioAccount: null }, "melioAccount must be a non-empty string"],
  [{ melioAccount: 123 }, "melioAccount must be a non-empty string; got 123"],
  [
    { melioAccount: "acc_1", timeout: 5 },
    "createToken expects timeout in its second argument",
  ],
])("createToken(%j) mints nothing", async ([params, message]) => {
  const server = await startServer(success);
  const error = await melioErrorOf(
    createClient(server).auth.createToken(params as object),
  );
  expect(error).toMatchObject({ kind: "config" });
  expect(error.message).toContain(message);
  expect(server.requests).toHaveLength(0);
});

test("an unknown option of a call is refused", async () => {
  const server = await startServer(success);
  const call = createClient(server).auth.createToken({}, {
    retries: 1,
  } as object);
  expect((await melioErrorOf(call)).message).toContain(
    "did you mean maxRetries?",
  );
});

test.for([
  encodeURIComponent,
  encodeURI,
  (key: string) =>
    encodeURIComponent(key).replace(/%../g, (octet) => octet.toLowerCase()),
  (key: string) => `%73${encodeURIComponent(key).slice(1)}`,
  (key: string) => key.replaceAll("_", "%5F"),
  (key: string) => key.replace(/./g, (c) => `%${c.charCodeAt(0).toString(16)}`),
])(
  "a key that a server quotes percent-encoded shows in no error",
  async (encode) => {
    const apiKey = "sk_marked/4f+9a=Q7";
    const quoted = encode(apiKey);
    const server = await startServer({
      status: 401,
      body: { error: { code: "no", message: `key=${quoted}` } },
    });
    const error = await melioErrorOf(
      createClient(server, { apiKey }).auth.createToken(),
    );
    expect(error).toMatchObject({ kind: "unauthorized" });
    expect(error.message).not.toContain(quoted);
  },
);

test("the stack of an error shows the line that made the call", async () => {
  const refusing = await startServer({ status: 400 });
  const stalled = await startServer(() => {});
  async function theCallersLine(melio: ReturnType<typeof createClient>) {
    await melio.auth.createToken();
  }
  const clients = [
    createClient(refusing),
    createClient(stalled, { timeout: 20, maxRetries: 0 }),
    createClient(stalled, { deadline: 20 }),
    createClient({ baseUrl: "http://127.0.0.1:1" }, { maxRetries: 0 }),
  ];
  for (const melio of clients) {
    const error = await melioErrorOf(theCallersLine(melio));
    expect(error.stack, error.message).toContain("theCallersLine");
  }
});

test("JSON of an error has its message", async () => {
  const refusing = await startServer({ status: 400 });
  const error = await melioErrorOf(createClient(refusing).auth.createToken());
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({
    name: "MelioApiError",
    kind: "bad_request",
    message: error.message,
  });
});

test("melio.http does not call for the Partner when the Account is a variable that is not set", async () => {
  const fetch = vi.fn();
  const melio = createMelioClient({ apiKey: markedKey, fetch });
  const call = melio.http.POST("/auth/token", {
    params: { header: { [headerNames.account]: undefined } as never },
  });
  await expect(call).rejects.toMatchObject({
    kind: "config",
    message: expect.stringContaining("Melio-Account is undefined"),
  });
  expect(fetch).not.toHaveBeenCalled();
});

test.for([
  { params: { header: { [headerNames.account]: null } } },
  { headers: { [headerNames.account]: undefined } },
  { headers: { "melio-account": null } },
  { headers: [[headerNames.account, undefined]] },
])(
  "an Account that is not set is refused wherever it stands: %o",
  async (init) => {
    const fetch = vi.fn();
    const { auth, http } = createMelioClient({ apiKey: markedKey, fetch });
    const calls: Promise<unknown>[] = [http.POST("/auth/token", init as never)];
    if ("headers" in init && !Array.isArray(init.headers))
      calls.push(auth.createToken({}, init as never));
    for (const call of calls)
      expect(await melioErrorOf(call)).toMatchObject({
        kind: "config",
        message: expect.stringMatching(/^Melio-Account is (undefined|null): /),
      });
    expect(fetch).not.toHaveBeenCalled();
  },
);

test.for([
  undefined,
  { ok: true, json: async () => ({}) },
  { status: 200, headers: {} },
])("a fetch that does not return a Response is told so: %o", async (answer) => {
  const fetch = vi.fn<MelioFetch>(async () => answer as never);
  const { auth } = createMelioClient({ apiKey: markedKey, fetch });
  expect(await melioErrorOf(auth.createToken())).toMatchObject({
    kind: "config",
    message: "fetch must return a promise of a Response",
  });
  expect(fetch).toHaveBeenCalledOnce();
});

test("a fetch in a test may return the same Response again", async () => {
  const fetch = vi.fn().mockResolvedValue(new Response(null, { status: 403 }));
  const { auth } = createMelioClient({ apiKey: markedKey, fetch });
  for (const _ of [1, 2, 3])
    expect(await melioErrorOf(auth.createToken())).toMatchObject({
      kind: "forbidden",
    });
});

test("fetch gets no option that is the client's or openapi-fetch's", async () => {
  const fetch = vi.fn<MelioFetch>(async () => Response.json(tokenBody));
  const { http } = createMelioClient({ apiKey: markedKey, fetch });
  await http.POST("/auth/token", {
    keepalive: true,
    timeout: 1_000,
    baseUrl: "https://other.example",
    fetch: globalThis.fetch,
    Request: globalThis.Request,
    parseAs: "json",
    querySerializer: {},
    bodySerializer: () => "",
    pathSerializer: (path) => path,
  });
  expect(Object.keys(fetch.mock.calls[0]?.[1] ?? {}).sort()).toEqual([
    "body",
    "headers",
    "keepalive",
    "method",
    "redirect",
    "signal",
  ]);
});
