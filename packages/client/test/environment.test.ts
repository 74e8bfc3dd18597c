import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  createMelioClient,
  type MelioClientOptions,
} from "@melio-platform/client";
import { beforeEach, expect, test, vi } from "vitest";
import { rejectionOf, thrownBy } from "./support/client.js";
import { headerNames, spec, tokenBody } from "./support/spec.js";

beforeEach(() => {
  for (const name of ["API_KEY", "ENVIRONMENT", "BASE_URL"])
    vi.stubEnv(`MELIO_${name}`, undefined);
  return () => {
    vi.unstubAllEnvs();
  };
});

/** Where a client with these options sends its request, and with which key. */
async function target(options: MelioClientOptions = {}) {
  const sent = { url: "", key: "" as string | null };
  const melio = createMelioClient({
    ...options,
    fetch: async (url, init) => {
      sent.url = String(url);
      sent.key = new Headers(init?.headers).get(headerNames.apiKey);
      return Response.json(tokenBody);
    },
  });
  await melio.auth.createToken();
  return sent;
}

const apiKey = "sk_test_key";

test.for(spec.servers)("environment $x-environment is $url", async (server) => {
  const environment = server["x-environment"] as "sandbox";
  const url = `${server.url}/auth/token`;
  expect((await target({ apiKey, environment })).url).toBe(url);
  vi.stubEnv("MELIO_ENVIRONMENT", environment);
  expect((await target({ apiKey })).url).toBe(url);
});

test("the default is the spec's first server, which is production", async () => {
  expect(spec.servers[0]?.["x-environment"]).toBe("production");
  expect((await target({ apiKey })).url).toBe(
    `${spec.servers[0]?.url}/auth/token`,
  );
});

test("key and base URL come from the environment; options go before it, baseUrl before environment", async () => {
  vi.stubEnv("MELIO_API_KEY", "sk_from_environment");
  vi.stubEnv("MELIO_ENVIRONMENT", "production");
  vi.stubEnv("MELIO_BASE_URL", "https://staging.test/v1");
  expect(await target()).toEqual({
    url: "https://staging.test/v1/auth/token",
    key: "sk_from_environment",
  });
  expect((await target({ apiKey })).key).toBe(apiKey);
  expect((await target({ environment: "sandbox" })).url).toMatch(
    /^https:\/\/api-sandbox\./,
  );
  const baseUrl = "https://mine.test";
  expect((await target({ baseUrl, environment: "sandbox" })).url).toBe(
    "https://mine.test/auth/token",
  );
});

test("variables are read when a client is created, not when it calls", async () => {
  vi.stubEnv("MELIO_API_KEY", "sk_first");
  const keys: (string | null)[] = [];
  const melio = createMelioClient({
    fetch: async (_, init) => {
      keys.push(new Headers(init?.headers).get(headerNames.apiKey));
      return Response.json(tokenBody);
    },
  });
  vi.stubEnv("MELIO_API_KEY", "sk_second");
  await melio.auth.createToken();
  expect(keys).toEqual(["sk_first"]);
});

test("the import reads no variable, needs none, and does nothing else that shows", async () => {
  const script = `
    const read = [];
    process.env = new Proxy({}, { get: (_, name) => { read.push(name); } });
    const before = Object.getOwnPropertyNames(globalThis).length;
    const { createMelioClient } = await import("@melio-platform/client");
    const atImport = read.filter((name) => /MELIO/.test(String(name)));
    let message;
    await createMelioClient().auth.createToken().catch((error) => { message = error.name; });
    const globals = Object.getOwnPropertyNames(globalThis).length - before;
    console.log(JSON.stringify({ atImport, globals, message, later: read.includes("MELIO_API_KEY") }));
  `;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", script],
    { cwd: fileURLToPath(new URL("..", import.meta.url)) },
  );
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({
    atImport: [],
    globals: 0,
    message: "MelioConfigError",
    later: true,
  });
});

test("a client can be created without a key, as a build does; its first call says what is missing", async () => {
  const fetch = vi.fn();
  const melio = createMelioClient({ fetch });
  const error = await rejectionOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "config" });
  expect((error as Error).message).toMatch(/apiKey.*MELIO_API_KEY/);
  expect(fetch).not.toHaveBeenCalled();
});

test("without process.env, as on some runtimes, options alone decide", async () => {
  vi.stubGlobal("process", undefined);
  try {
    const error = await rejectionOf(createMelioClient().auth.createToken());
    expect(error).toMatchObject({ kind: "config" });
    expect((error as Error).message).toMatch(/apiKey.*MELIO_API_KEY/);
    expect((await target({ apiKey })).key).toBe(apiKey);
  } finally {
    vi.unstubAllGlobals();
  }
});

test.for(["", "prod", "toString", "__proto__", "https://api.test"])(
  "MELIO_ENVIRONMENT=%s names the environments that there are, unless empty",
  async (name) => {
    vi.stubEnv("MELIO_ENVIRONMENT", name);
    const create = () => createMelioClient({ apiKey });
    if (name === "") return expect(create).not.toThrow();
    const error = thrownBy(create);
    expect(error).toMatchObject({ kind: "config" });
    for (const server of spec.servers)
      expect((error as Error).message).toContain(server["x-environment"]);
  },
);

test.for([
  { what: "environment", options: { environment: "sandbox" as const } },
  { what: "baseUrl", options: { baseUrl: "https://api.example/v1" } },
])(
  "MELIO_BASE_URL beside $what is not used, and the logger is told",
  ({ what, options }) => {
    vi.stubEnv("MELIO_BASE_URL", "http://localhost:4010/v1");
    const logger = {
      debug: vi.fn(),
      info: vi.fn(),
      warn: vi.fn(),
      error: vi.fn(),
    };
    createMelioClient({ apiKey, logger, ...options });
    expect(logger.warn).toHaveBeenCalledOnce();
    expect(logger.warn.mock.lastCall?.[0]).toMatch(
      new RegExp(
        `^MELIO_BASE_URL is ignored because the setting ${what} takes`,
      ),
    );
  },
);

test("MELIO_BASE_URL that is used, or says the same, is no reason to warn", () => {
  vi.stubEnv("MELIO_BASE_URL", "https://api.example/v1/");
  const logger = {
    debug: vi.fn(),
    info: vi.fn(),
    warn: vi.fn(),
    error: vi.fn(),
  };
  createMelioClient({ apiKey, logger });
  createMelioClient({ apiKey, logger, baseUrl: "https://api.example/v1" });
  expect(logger.warn).not.toHaveBeenCalled();
});

test("withOptions makes another client, with the rest of the settings as they were", async () => {
  const sent: { url: string; key: string | null; agent: string | null }[] = [];
  const melio = createMelioClient({
    apiKey,
    baseUrl: "https://api.example/v1",
    userAgent: "shop/1",
    fetch: async (url, init) => {
      const headers = new Headers(init.headers);
      const agent = headers.get("User-Agent");
      sent.push({ url, key: headers.get(headerNames.apiKey), agent });
      return Response.json(tokenBody);
    },
  });
  const sandbox = melio.withOptions({ environment: "sandbox", apiKey: "sk_2" });
  await sandbox.auth.createToken();
  await sandbox.withOptions({ userAgent: "till/2" }).auth.createToken();
  await melio.withOptions({ maxRetries: 0 }).auth.createToken();
  const url = spec.servers.find(
    (server) => server["x-environment"] === "sandbox",
  )?.url;
  expect(
    sent.map((request) => ({
      ...request,
      agent: request.agent?.split(" ").pop(),
    })),
  ).toEqual([
    { url: `${url}/auth/token`, key: "sk_2", agent: "shop/1" },
    { url: `${url}/auth/token`, key: "sk_2", agent: "till/2" },
    { url: "https://api.example/v1/auth/token", key: apiKey, agent: "shop/1" },
  ]);
  expect(() => melio.withOptions({ enviroment: "sandbox" } as object)).toThrow(
    /did you mean environment/,
  );
});
