import {
  type ChildProcess,
  execFileSync,
  spawn,
  spawnSync,
} from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath } from "./support/programs.js";
import { formatTable } from "./support/table.js";

const file = (name: string) =>
  fileURLToPath(new URL(`../clients/${name}`, import.meta.url));

const upstreams = "Ruby, upstream's client";
const generated = "Ruby, OpenAPI Generator";

/** Where there is its source, see `.ci/run`. */
const hasUpstreams =
  spawnSync("ruby", ["-e", "require 'melio-platform-api-client'"]).status === 0;

const generation = mkdtempSync(join(tmpdir(), "melio-ruby-"));
afterAll(() => rmSync(generation, { recursive: true, force: true }));

/** Generates upstream's client again, from our description: with upstream's generator, and under its names. */
function generateRubyClient(): void {
  const jar = commandPath(
    "@openapitools/openapi-generator-cli/bin/openapi-generator.jar",
  );
  const description = fileURLToPath(
    import.meta.resolve("@melio-platform/spec/openapi-3.0.json"),
  );
  const names =
    "gemName=melio-platform-api-client,moduleName=MelioPlatformApiClient";
  // biome-ignore format: a command line
  const args = ["-jar", jar, "generate", "-g", "ruby", "-i", description, "-o", generation, "--additional-properties", names];
  execFileSync("java", args, { stdio: "pipe" });
}

/** Programs that send the requests that they read; `.ci/run` installs what they need from Debian's packages. */
const clients: Record<string, [program: string, ...args: string[]]> = {
  curl: ["sh", file("curl.sh")],
  "Ruby, net/http": ["ruby", file("net_http.rb")],
  "Ruby, Typhoeus": ["ruby", file("typhoeus.rb")],
  [upstreams]: ["ruby", file("openapi_generator.rb")],
  [generated]: [
    "ruby",
    "-I",
    join(generation, "lib"),
    file("openapi_generator.rb"),
  ],
  "Python, http.client": ["python3", file("http_client.py")],
  "Java, java.net.http": ["java", file("HttpClient.java")],
};

/** Where a client's result is not that of the others, because it does not send what it was told to. */
const exceptions: Record<string, Record<string, unknown>> = {
  // Ruby joins a header's values into one, as RFC 9110, section 5.3 allows: so there is one key, with a comma.
  "Ruby, net/http": { "two idempotency keys": "200" },
  "Ruby, Typhoeus": { "two idempotency keys": "200" },
  // They refuse to send such a request.
  [upstreams]: { "no idempotency key": "error" },
  [generated]: { "no idempotency key": "error" },
};

/** What these clients can be told: their one operation has no body, and each header once.
 * After a reset, libcurl may send again by itself. */
const generatedClients = [upstreams, generated];
const ofGenerated = new Set([
  "mints a token",
  "no idempotency key",
  "an unknown API key",
  "the same key again",
  "the same key for another Account",
  "too many requests, and again",
]);

/** How a body is sent: not at all, with its length, or in chunks. */
type Mode = "none" | "length" | "chunked";

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly mode?: Mode;
  readonly body?: string;
  readonly headers?: readonly string[];
}

interface Answer {
  /** `error` if there was none. */
  readonly status: string;
  readonly retryAfter: string;
  readonly authenticate: string;
  readonly body: string;
}

type Send = (sent?: Sent) => Promise<Answer>;

const key = "API-Key: sk_test";
let used = 0;
const freshKey = () => `Idempotency-Key: foreign-${++used}`;
const bearer = (answer: Answer) =>
  `Authorization: Bearer ${JSON.parse(answer.body).data.accessToken}`;

/** What is tried, each with a mock server in its first state; gives what it saw. */
const scenarios: Record<
  string,
  { run(send: Send, mock: MockServer): Promise<unknown>; result: unknown }
> = {
  "mints a token": {
    async run(send, mock) {
      const { status, body } = await send();
      return [status, mock.isValid(JSON.parse(body).data.accessToken)];
    },
    result: ["200", true],
  },
  "an empty body with a length": {
    run: async (send) => (await send({ mode: "length" })).status,
    result: "200",
  },
  "an empty body in chunks": {
    run: async (send) => (await send({ mode: "chunked" })).status,
    result: "200",
  },
  "a body with a length": {
    run: async (send) =>
      (await send({ mode: "length", body: '{"a":1}' })).status,
    result: "400",
  },
  "a body in chunks": {
    run: async (send) =>
      (await send({ mode: "chunked", body: '{"a":1}' })).status,
    result: "400",
  },
  "no idempotency key": {
    run: async (send) => (await send({ headers: [key] })).status,
    result: "400",
  },
  "two idempotency keys": {
    run: async (send) =>
      (await send({ headers: [key, freshKey(), freshKey()] })).status,
    result: "400",
  },
  "an unknown API key": {
    async run(send) {
      const headers = ["API-Key: sk_unknown", freshKey()];
      const { status, authenticate } = await send({ headers });
      return [status, authenticate !== ""];
    },
    result: ["401", true],
  },
  "the same key again": {
    async run(send) {
      const headers = [key, freshKey()];
      const first = await send({ headers });
      return (await send({ headers })).body === first.body;
    },
    result: true,
  },
  "the same key for another Account": {
    async run(send) {
      const headers = [key, freshKey()];
      await send({ headers });
      const other = [...headers, "Melio-Account: acc_2"];
      return (await send({ headers: other })).status;
    },
    result: "422",
  },
  "too many requests, and again": {
    async run(send, mock) {
      mock.failNext({ status: 429, retryAfter: 7 });
      const { status, retryAfter } = await send();
      return [status, retryAfter, (await send()).status];
    },
    result: ["429", "7", "200"],
  },
  "a reset connection, and again": {
    async run(send, mock) {
      mock.failNext({ reset: true });
      return [(await send()).status, (await send()).status];
    },
    result: ["error", "200"],
  },
  "half an answer, and again": {
    async run(send, mock) {
      mock.failNext({ truncate: true });
      return [(await send()).status, (await send()).status];
    },
    result: ["error", "200"],
  },
  "the token, in force and expired": {
    async run(send, mock) {
      mock.stub("GET", "/v1/vendors", { body: [] });
      const headers = [bearer(await send())];
      const call = { method: "GET", path: "/vendors", headers };
      const { status, body } = await send(call);
      mock.expireTokens();
      return [status, body, (await send(call)).status];
    },
    result: ["200", "[]", "401"],
  },
};

const results: string[][] = [];
afterAll(() => {
  const head = ["client", "scenario", "result"];
  console.log(`\n${formatTable([head, ...results])}`);
});

const present = Object.entries(clients).filter(
  ([client]) => client !== upstreams || hasUpstreams,
);
if (!hasUpstreams) results.push([upstreams, "all", "not installed, not run"]);

describe.each(present)("%s", (client, [program, ...args]) => {
  const own = Object.entries(scenarios).filter(
    ([name]) => !generatedClients.includes(client) || ofGenerated.has(name),
  );

  let child: ChildProcess;
  let lines: Interface;
  let mock: MockServer;
  beforeAll(async () => {
    if (client === generated) generateRubyClient();
    mock = await startMockServer({ apiKeys: ["sk_test"] });
    child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    lines = createInterface(child.stdout as Readable);
  });
  afterAll(async () => {
    child.stdin?.end();
    await mock.close();
  });

  const send: Send = ({
    method = "POST",
    path = "/auth/token",
    mode = "none",
    body = "",
    headers = [key, freshKey()],
  } = {}) =>
    new Promise((resolve, reject) => {
      const failed = () => reject(new Error(`${program} has ended.`));
      child.once("error", reject);
      lines.once("close", failed);
      lines.once("line", (line) => {
        child.off("error", reject);
        lines.off("close", failed);
        const [status = "", retryAfter = "", authenticate = "", body = ""] =
          line.split("\t");
        resolve({ status, retryAfter, authenticate, body });
      });
      const url = mock.baseUrl + path;
      child.stdin?.write(
        `${[method, url, mode, body, ...headers].join("\t")}\n`,
      );
    });

  test.each(own)("%s", async (name, scenario) => {
    mock.reset();
    const seen = await scenario.run(send, mock);
    results.push([client, name, [seen].flat().join(" ")]);
    expect(seen).toEqual(exceptions[client]?.[name] ?? scenario.result);
  });
});
