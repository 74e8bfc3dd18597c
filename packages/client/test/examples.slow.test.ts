import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { complete } from "./examples/complete.js";
import { readmeExamples, tsdocExamples } from "./examples/extract.js";
import { createProject, type Project } from "./examples/project.js";
import { startConnectProxy, startTlsServer } from "./examples/servers.js";
import { markedKey } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { spec } from "./support/spec.js";

const examples = [...readmeExamples(), ...tsdocExamples()]
  .filter(({ language }) => language !== "sh")
  .map((example, index) => {
    const extension = example.language === "js" ? "cjs" : "ts";
    return { ...example, file: `example-${index}.${extension}` };
  });
const nameOf = (file: string) => file.replace(/\.ts$/, ".js");

let mock: MockServer;
let project: Project;
beforeAll(async () => {
  mock = await startMockServer({ apiKeys: [markedKey, "any"] });
  project = createProject();
  for (const example of examples)
    project.write(example.file, complete(example));
  project.write("api-key", `${markedKey}\n`);
});
afterAll(() => {
  project.remove();
  return mock.close();
});
afterEach(() => mock.reset());

const environment = () => ({
  MELIO_API_KEY: markedKey,
  MELIO_API_KEY_FILE: "api-key",
  MELIO_BASE_URL: mock.baseUrl,
  API_SERVERS: JSON.stringify(spec.servers.map(({ url }) => url)),
  API_STAND_IN: mock.baseUrl,
});

/** The one example that has this in it. */
function exampleWith(text: string) {
  const found = examples.filter(({ code }) => code.includes(text));
  expect(found).toHaveLength(1);
  return nameOf(found[0]?.file ?? "");
}

test("the README and the TSDoc have examples", () => {
  expect(readmeExamples().length).toBeGreaterThan(15);
  expect(tsdocExamples().length).toBeGreaterThan(1);
});

test("all examples compile under strict settings", async () => {
  expect(await project.compile()).toBe("");
});

/** Those that need more than the mock server; they have tests of their own below. */
const special = /createNodeFetch\(\)|corporate-ca|import \{ startMockServer/;

test.for(examples.filter(({ code }) => !special.test(code)))(
  "$name runs, and reaches the API with the key",
  async ({ file, name }) => {
    const run = await project.node(nameOf(file), environment());
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(findSecrets(run.stdout, [markedKey])).toEqual([]);
    expect(mock.requests()).not.toEqual([]);
    // A page goes on to operations that the spec does not describe.
    if (!name.startsWith("src/browser/")) mock.assertNoViolations();
  },
);

test("the example of errors says what went wrong", async () => {
  const file = exampleWith("try again in");
  const printed = async () => (await project.node(file, environment())).stderr;
  mock.failNext({ status: 429, retryAfter: 90 });
  expect(await printed()).toBe("try again in 90000 ms\n");
  mock.failNext({ status: 403 });
  expect(await printed()).toMatch(/^not our account: \w+\n$/);
  mock.failNext({ status: 400 });
  expect(await printed()).toMatch(/^bad_request: POST /);
});

test.for([
  [{ status: 403 }, /^403 forbidden\n$/],
  [{ status: 502, html: true }, /^502 undefined\n$/],
  [{ status: 502, truncate: true }, /^502 undefined\n$/],
] as const)("the example of melio.http after %j", async ([fault, printed]) => {
  mock.failNext(fault);
  const file = exampleWith("error?.error?.code");
  const run = await project.node(file, environment());
  expect(run.stderr).toMatch(printed);
});

test("the example of the mock server sees its two attempts", async () => {
  const file = exampleWith("import { startMockServer");
  const run = await project.node(file, environment());
  expect(run).toEqual({ code: 0, stdout: "2\n", stderr: "" });
});

test("the example of logging logs no key", async () => {
  const file = exampleWith('logLevel: "debug"');
  const run = await project.node(file, environment());
  expect(run.stdout.match(/^POST /gm)).toHaveLength(2);
});

test("the example of a proxy goes through it", async () => {
  const proxy = await startConnectProxy();
  const env = { ...environment(), HTTP_PROXY: proxy.url };
  const run = await project.node(exampleWith("fetch: createNodeFetch() "), env);
  expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(proxy.tunnels).toEqual([new URL(mock.url).host]);
  expect(mock.requests()).toHaveLength(1);
});

test("the example of a certificate authority reaches a server that has a certificate of it", async () => {
  const server = await startTlsServer();
  project.write("corporate-ca.pem", server.certificate);
  const env = { ...environment(), MELIO_BASE_URL: server.baseUrl };
  const run = await project.node(exampleWith("corporate-ca"), env);
  expect(run).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(server.requests).toHaveLength(1);

  // The same server without it: the test can fail.
  const plain = await project.node(exampleWith("shutdown.signal"), env);
  expect(plain.code).not.toBe(0);
  expect(plain.stderr).toMatch(/MelioConnectionError.*CERT/);
  expect(server.requests).toHaveLength(1);

  const extra = { ...env, NODE_EXTRA_CA_CERTS: "corporate-ca.pem" };
  const trusted = await project.node(exampleWith("shutdown.signal"), extra);
  expect(trusted).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(server.requests).toHaveLength(2);
});

test("the example of OpenTelemetry records a span for each attempt", async () => {
  mock.failNext({ status: 503, retryAfter: 0 });
  const file = exampleWith("@opentelemetry/api");
  const { stdout } = await project.node(file, environment());
  const spans = [...stdout.matchAll(/^span (.*)$/gm)].map(([, json = ""]) =>
    JSON.parse(json),
  );
  const status = "http.response.status_code";
  expect(spans).toMatchObject([
    {
      name: "POST /auth/token",
      attributes: { [status]: 503 },
      status: { code: 2 },
    },
    {
      name: "POST /auth/token",
      attributes: { [status]: 200 },
      status: { code: 0 },
    },
  ]);
});

test("the example of require prints when the token expires", async () => {
  const file = exampleWith("require(");
  const { stdout } = await project.node(file, environment());
  expect(Date.parse(stdout.trim())).toBeGreaterThan(Date.now());
});
