import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { served, time } from "./samples/expectation.js";
import { packageRoot, repository } from "./samples/files.js";
import { type Fence, fencesOf } from "./samples/markdown.js";
import { unknownCommands } from "./samples/packages.js";
import { runProgram, runShell } from "./samples/run.js";

const read = (path: string) => readFileSync(repository + path, "utf8");

/** Every text of the repository but generated ones, and the site's pages, which have a test of their own. */
const texts = execFileSync("git", ["ls-files", "*.md"], {
  cwd: repository,
  encoding: "utf8",
})
  .split("\n")
  .filter(
    (path) =>
      path && !/^(\.changeset|packages\/docs\/site)\/|\.api\.md$/.test(path),
  )
  .filter((path) => existsSync(repository + path));

const fences = texts.flatMap((path) =>
  fencesOf(read(path)).map((fence) => ({ path, ...fence })),
);

/** The program code of a text, and the test that runs it. */
const tests: Record<string, string> = {
  "README.md: ts": "packages/docs/test/samples-readmes.test.ts",
  "packages/client/README.md: js": "packages/client/test/examples.slow.test.ts",
  "packages/client/README.md: ts": "packages/client/test/examples.slow.test.ts",
  "packages/mock-server/README.md: js":
    "packages/mock-server/test/readme.test.ts",
  "packages/mock-server/README.md: ts":
    "packages/mock-server/test/readme.test.ts",
  "packages/types/README.md: ts": "packages/docs/test/samples-readmes.test.ts",
  "spec/README.md: js": "packages/docs/test/samples-readmes.test.ts",
  "spec/README.md: yaml": "spec/test/readme.test.ts",
};

test("a test runs every piece of code of every text, but for shell, diagrams and output", () => {
  const found = fences
    .filter(({ language }) => !/^(sh|mermaid|text)$/.test(language))
    .map(({ path, language }) => `${path}: ${language}`);
  expect([...new Set(found)].sort()).toEqual(Object.keys(tests).sort());
  for (const file of Object.values(tests)) expect(read(file)).toContain("test");
});

test("the root README's program prints a token", async () => {
  await using mock = await startMockServer();
  const run = await runProgram("readme-1.ts", mock);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(RegExp(`^at_\\S+ ${time}\n$`));
  mock.assertRequests([served]);
});

test("the README of the types has functions that a token and an error fit", async () => {
  const { isFresh, describe } = await import(
    "../samples/dist/readme-of-types-1.js" as string
  );
  const token = { accessToken: "at", refreshToken: "rt" };
  const expiresAt = "2031-05-14T10:15:30Z";
  expect(isFresh({ ...token, expiresAt }, Date.parse(expiresAt))).toBe(false);
  expect(isFresh({ ...token, expiresAt }, 0)).toBe(true);
  expect(describe({ error: { code: "a", message: "b" } })).toBe("a: b");
});

test("the README of the spec imports the description", async () => {
  await using mock = await startMockServer();
  const run = await runProgram("readme-of-spec-1.js", mock);
  expect(run.code, run.stderr).toBe(0);
});

const shell = fences.filter(({ language }) => language === "sh");

test.for(shell.map(({ path, code }) => ({ path, code })))(
  "the commands of $path are there",
  ({ code }) => {
    expect(unknownCommands(code)).toEqual([]);
  },
);

/** The one shell sample of a text that has this in it. */
function shellWith(path: string, part: string): string {
  const found = shell.filter(
    (fence) => fence.path === path && fence.code.includes(part),
  );
  expect(found).toHaveLength(1);
  return (found[0] as Fence).code;
}

const sandbox = "https://api-sandbox.melio.com/v1";
const commandsForTheSandbox: [string, string, string][] = [
  ["packages/mock-server/README.md", "melio-mock verify", "no deviation."],
  ["spec/README.md", "YOUR_SANDBOX_KEY", "passed, "],
];

test.for(commandsForTheSandbox)(
  "the commands of %s for the sandbox run against the mock server: %s",
  async ([path, part, expected]) => {
    const script = shellWith(path, part).replace(/^npm install.*\n/, "");
    const key = /(?:apiKey|MELIO_API_KEY)=([^\s,]+)/.exec(script)?.[1] ?? "";
    // In place of the reader's own key, of which the README shows that it is left out.
    const usable = script.replace("MELIO_API_KEY=…", "MELIO_API_KEY=a-key");
    await using mock = await startMockServer({
      apiKeys: [key.replace("…", "a-key")],
    });
    expect(usable).toContain(sandbox);
    await expectToSay(usable.replace(sandbox, mock.baseUrl), mock, expected);
  },
);

test("the commands of spec/README.md for the mock server run", async () => {
  const script = shellWith("spec/README.md", "mock-server");
  const start = /^npx @melio-platform\/mock-server .*--api-key (\S+) &\n/;
  const [started = "", key = ""] = start.exec(script) ?? [];
  await using mock = await startMockServer({ apiKeys: [key] });
  await expectToSay(script.replace(started, ""), mock, "passed, ");
});

async function expectToSay(script: string, mock: MockServer, words: string) {
  const run = await runShell(script, mock, packageRoot);
  expect(run.stdout + run.stderr).toContain(words);
  expect(run.code, run.stdout).toBe(0);
  expect(mock.requests().length).toBeGreaterThan(3);
}
