import { spawn } from "node:child_process";
import { cp, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { test as base } from "@melio-platform/mock-server/vitest";
import { describe, expect, onTestFinished } from "vitest";
import { startConnectProxy, startTlsServer } from "./examples/servers.js";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const key = "sk_known_to_the_mock";
const test = base.extend({
  melioMockOptions: { apiKeys: [{ key, accounts: ["acc_1"] }] },
});

interface Surroundings {
  input?: string;
  env?: Record<string, string>;
  folder?: string;
}

/** Runs the command as a shell does. */
async function melio(
  args: string[],
  { input = "", env = {}, folder = packageFolder }: Surroundings = {},
) {
  const child = spawn(
    process.execPath,
    [join(folder, "dist/cli/main.js"), ...args],
    { env: { PATH: process.env["PATH"], NODE_NO_WARNINGS: "1", ...env } },
  );
  child.stdin.on("error", () => {}); // it may end without reading
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", resolve);
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
  ]);
  expect(stdout + stderr).not.toContain(key);
  return { code: await ended, stdout, stderr };
}

interface Finding {
  check: string;
  result: string;
  found: string;
  fix?: string;
}

async function doctor(args: string[], surroundings: Surroundings) {
  const { code, stdout } = await melio(
    ["doctor", "--json", ...args],
    surroundings,
  );
  const findings: Finding[] = JSON.parse(stdout);
  return {
    code,
    of: (check: string) => findings.find((finding) => finding.check === check),
  };
}

describe("melio token", () => {
  test("prints a token alone, with the key from the environment", async ({
    melioMock,
  }) => {
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { code, stdout, stderr } = await melio(
      ["token", "--account", "acc_1"],
      { env },
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^\S+\n$/);
    expect(melioMock.isValid(stdout.trim())).toBe(true);
    melioMock.assertRequests([{ account: "acc_1", status: 200 }]);
  });

  test("takes the key from standard input, and prints JSON", async ({
    melioMock,
  }) => {
    const args = [
      "token",
      "--account",
      "acc_1",
      "--api-key-stdin",
      "--json",
      "--base-url",
      melioMock.baseUrl,
    ];
    const { code, stdout } = await melio(args, { input: `${key}\n` });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty("expiresAt");
  });

  test("mints for the partner itself if that is said, and only then", async ({
    melioMock,
  }) => {
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    expect((await melio(["token"], { env })).code).toBe(2);
    expect(melioMock.requests()).toEqual([]);
    expect((await melio(["token", "--partner"], { env })).code).toBe(0);
    expect(melioMock.requests()).toHaveLength(1);
  });

  test("says what the server says, and ends with 1", async ({ melioMock }) => {
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { code, stdout, stderr } = await melio(
      ["token", "--account", "acc_2"],
      { env },
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/returned 403 forbidden: .+\n$/);
  });

  test("goes through the proxy of the environment", async ({ melioMock }) => {
    const proxy = await startConnectProxy();
    const env = {
      MELIO_API_KEY: key,
      MELIO_BASE_URL: melioMock.baseUrl,
      HTTP_PROXY: proxy.url,
    };
    expect((await melio(["token", "--account", "acc_1"], { env })).code).toBe(
      0,
    );
    expect(proxy.tunnels).toEqual([new URL(melioMock.url).host]);
  });

  test.for([
    { args: [], message: /^Usage: melio/ },
    { args: ["tokens"], message: /^Unknown command: use token or doctor/ },
    { args: ["token"], message: /^--account <id> is required/ },
    {
      args: ["token", "--account", "acc_1"],
      message: /^No API key: set MELIO_API_KEY/,
    },
    {
      args: ["token", "--account", "acc_1", "--partner"],
      message: /cannot be combined/,
    },
    { args: ["token", "--account", ""], message: /^--account must be/ },
    {
      args: ["token", "--acount", "acc_1"],
      message: /^Unknown option '--acount'. Run/,
    },
    {
      args: ["token", key],
      message: /never pass the API key as an argument/,
    },
    {
      args: ["token", `--api-key=${key}`],
      message: /^Unknown option '--api-key'. Run/,
    },
    {
      args: ["token", "--partner", "--api-key-stdin"],
      message: /standard input is empty/,
    },
    {
      args: ["token", "--partner", "--environment", "prod"],
      message: /^environment must be "production" or "sandbox"; got "prod"/,
    },
    {
      args: ["token", "--partner", "--base-url", "http://mock:4010/v1"],
      message: /^baseUrl must be an https URL.*allowInsecureHttp/,
    },
  ])("$args is refused with 2", async ({ args, message }) => {
    const { code, stdout, stderr } = await melio(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  test("a wrong environment variable is named", async () => {
    const env = { MELIO_API_KEY: key, MELIO_ENVIRONMENT: "prod" };
    const { code, stderr } = await melio(["token", "--partner"], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^MELIO_ENVIRONMENT must be/);
  });

  test("ends with 3 if no server is there", async () => {
    const env = {
      MELIO_API_KEY: key,
      MELIO_BASE_URL: "https://melio.invalid/v1",
    };
    expect((await melio(["token", "--partner"], { env })).code).toBe(3);
  });

  test("--help helps whoever has a wrong setting, and waits for nothing", async () => {
    const env = { MELIO_ENVIRONMENT: "prod", MELIO_BASE_URL: "nowhere" };
    for (const args of [
      ["token", "--help", "--api-key-stdin"],
      ["doctor", "-h"],
      ["tokn", "--help"],
    ])
      expect(await melio(args, { env })).toMatchObject({
        code: 0,
        stdout: expect.stringContaining("Usage: melio"),
        stderr: "",
      });
  });

  test("--help and --version end with 0", async () => {
    expect(await melio(["token", "--help"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Usage: melio/),
    });
    expect(await melio(["--version"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });
});

describe("melio doctor", () => {
  test("finds nothing wrong, and says what it looked at", async ({
    melioMock,
  }) => {
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { code, stdout } = await melio(["doctor", "--account", "acc_1"], {
      env,
    });
    expect(code).toBe(0);
    const lines = stdout.trim().split("\n");
    expect(lines.map((line) => line.split(/ +/).slice(0, 2).join(" "))).toEqual(
      [
        "ok settings",
        "ok proxy",
        "ok name",
        "ok connection",
        "ok clock",
        "ok key",
      ],
    );
    expect(lines[0]).toContain(
      `${melioMock.baseUrl} (MELIO_BASE_URL), API key of ${key.length} characters (MELIO_API_KEY)`,
    );
  });

  test("mints nothing unless it is told for whom", async ({ melioMock }) => {
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { code, of } = await doctor([], { env });
    expect(code).toBe(0);
    expect(of("key")).toMatchObject({ result: "skipped" });
    expect(
      melioMock.requests().filter(({ method }) => method === "POST"),
    ).toEqual([]);
  });

  test.for([
    {
      what: "an unknown key",
      apiKey: "sk_unknown",
      account: "acc_1",
      found: /401/,
      fix: /rejects this key/,
    },
    {
      what: "a foreign Account",
      apiKey: key,
      account: "acc_2",
      found: /403/,
      fix: /may not act for this Account/,
    },
    {
      what: "too many requests",
      apiKey: key,
      account: "acc_1",
      status: 429 as const,
      found: /429/,
      fix: /wait/,
    },
    {
      what: "a server that fails",
      apiKey: key,
      account: "acc_1",
      status: 503 as const,
      found: /503/,
      fix: /try again later/,
    },
  ])(
    "the key: $what",
    async ({ apiKey, account, status, found, fix }, { melioMock }) => {
      if (status) melioMock.failNext({ status });
      const env = { MELIO_API_KEY: apiKey, MELIO_BASE_URL: melioMock.baseUrl };
      const { code, of } = await doctor(["--account", account], { env });
      expect(code).toBe(1);
      expect(of("key")).toMatchObject({
        result: "failed",
        found: expect.stringMatching(found),
        fix: expect.stringMatching(fix),
      });
    },
  );

  test("the clock of this machine is wrong", async ({ melioMock }) => {
    melioMock.clock.advance(3_600_000);
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { code, of } = await doctor([], { env });
    expect(code).toBe(1);
    expect(of("clock")).toMatchObject({
      result: "failed",
      found: expect.stringMatching(/^3\d{3} s behind the server's clock$/),
      fix: expect.stringContaining("NTP"),
    });
  });

  test("there is no key", async ({ melioMock }) => {
    const { code, of } = await doctor([], {
      env: { MELIO_BASE_URL: melioMock.baseUrl },
    });
    expect(code).toBe(1);
    expect(of("settings")).toMatchObject({
      result: "failed",
      fix: expect.stringContaining("MELIO_API_KEY"),
    });
  });

  test("the name is not found, and the key is not tried", async () => {
    const env = {
      MELIO_API_KEY: key,
      MELIO_BASE_URL: "https://melio.invalid/v1",
    };
    const { code, of } = await doctor(["--account", "acc_1"], { env });
    expect(code).toBe(1);
    expect(of("name")).toMatchObject({
      result: "failed",
      fix: expect.stringContaining("DNS"),
    });
    expect(of("connection")).toMatchObject({ result: "failed" });
    expect(of("key")).toMatchObject({ result: "skipped" });
  });

  test("nothing listens", async ({ melioMock }) => {
    await melioMock.close();
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: melioMock.baseUrl };
    const { of } = await doctor([], { env });
    expect(of("connection")).toMatchObject({
      result: "failed",
      found: expect.stringContaining("ECONNREFUSED"),
      fix: expect.stringContaining("nothing listens on this host"),
    });
  });

  test("the certificate is signed by nobody that is known", async () => {
    const server = await startTlsServer();
    const env = { MELIO_API_KEY: key, MELIO_BASE_URL: server.baseUrl };
    const { code, of } = await doctor([], { env });
    expect(code).toBe(1);
    expect(of("connection")).toMatchObject({
      result: "failed",
      found: expect.stringContaining("CERT"),
      fix: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
    });
  });

  test("a proxy is named without its password, and used", async ({
    melioMock,
  }) => {
    const proxy = await startConnectProxy();
    const HTTP_PROXY = proxy.url.replace("//", "//me:proxy_password@");
    const env = {
      MELIO_API_KEY: key,
      MELIO_BASE_URL: melioMock.baseUrl,
      HTTP_PROXY,
    };
    const { code, stdout } = await melio(["doctor"], { env });
    expect(code).toBe(0);
    expect(stdout).toContain(`proxy       ${new URL(proxy.url).host}`);
    expect(stdout).not.toContain("proxy_password");
    expect(proxy.tunnels).not.toEqual([]);
  });

  test("a proxy is set, but nothing obeys it", async ({ melioMock }) => {
    // The package as npm installs it, without undici.
    const folder = await realpath(await mkdtemp(join(tmpdir(), "melio-")));
    onTestFinished(() => rm(folder, { recursive: true }));
    await cp(join(packageFolder, "dist"), join(folder, "dist"), {
      recursive: true,
    });
    await cp(join(packageFolder, "package.json"), join(folder, "package.json"));
    await cp(
      join(packageFolder, "node_modules/openapi-fetch"),
      join(folder, "node_modules/openapi-fetch"),
      { recursive: true, dereference: true },
    );
    const env = {
      MELIO_API_KEY: key,
      MELIO_BASE_URL: melioMock.baseUrl,
      HTTP_PROXY: "http://127.0.0.1:9",
    };
    const { code, of } = await doctor([], { env, folder });
    expect(code).toBe(1);
    expect(of("proxy")).toMatchObject({
      result: "failed",
      fix: expect.stringContaining("npm install undici"),
    });
    expect(of("connection")).toMatchObject({ result: "ok" });
  });
});
