import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { growWorkspace } from "./grow-workspace.js";

let grown: Awaited<ReturnType<typeof growWorkspace>>;
beforeAll(async () => {
  grown = await growWorkspace();
});
afterAll(() => grown.remove());

const use = `
import { createMelioClient, type operations } from "@melio-platform/client";
import { startMockServer } from "@melio-platform/mock-server";

await using mock = await startMockServer({ port: 0 });
const melio = createMelioClient({ apiKey: "sk_test_key", baseUrl: mock.baseUrl });
const { data, error, response } = await melio.http.POST("/accounts/{accountId}/made-up-notes", {
  params: { path: { accountId: "acc_123" }, query: { label: ["a", "b"] } },
  body: { text: "Call back" },
});
if (!data) throw new Error(\`\${response.status} \${error?.error.message}\`);
const pinned: boolean = data.pinned;
const id: operations["postMadeUpNote"]["responses"][201]["content"]["application/json"]["id"] = data.id;
console.log(JSON.stringify({ id, pinned, status: response.status, violations: mock.violations() }));
`;

/** Compiles a file, put into the client's folder. */
async function compile(name: string, source: string) {
  await writeFile(join(grown.home, "packages/client", name), source);
  return grown.runIn(
    "packages/client",
    `tsc --ignoreConfig --strict --exactOptionalPropertyTypes --module node20 --target es2022 --lib es2022,esnext.disposable --types node ${name}`,
  );
}

test("an operation added to openapi.yaml alone is typed, callable and mocked", async () => {
  await compile("use.mts", use);
  const { stdout } = await grown.runIn("packages/client", "node use.mjs");
  expect(JSON.parse(stdout)).toEqual({
    id: "note_1",
    pinned: false,
    status: 201,
    violations: [],
  });
});

test("a wrong use of it does not compile", async () => {
  const wrong = use
    .replace('text: "Call back"', "text: 42")
    .replace("pinned: boolean", "pinned: string");
  const { stdout } = await compile("wrong.mts", wrong).catch(
    (failure) => failure,
  );
  expect(stdout).toContain("Type 'number' is not assignable to type 'string'");
  expect(stdout).toContain("Type 'boolean' is not assignable to type 'string'");
});

test("the description passes the lint", async () => {
  const { stderr } = await grown.runIn("spec", "redocly lint auth-token");
  expect(stderr).toContain("Your API description is valid");
});

// In milliseconds; like every limit here, it only ends what hangs.
const timeout = 900_000;

test("no fast test has to be touched for it", { timeout }, async () => {
  const { stdout } = await grown.runIn(
    ".",
    [
      'vitest run --reporter json --exclude "**/*.slow.test.ts"',
      // It would install, and the copy has no installation of its own.
      '--project "!@melio-platform/quickstart"',
    ].join(" "),
  );
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({ success: true, numFailedTests: 0 });
});
