import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";
// Not exported by the package: what the client really does.
import { retryDefaults } from "../../client/dist/config.js";
import { longestWaits } from "../diagrams/retry-timeline.js";
import { packageRoot, repository, sampleFiles } from "./samples/files.js";
import { fencesOf, includesOf, snippetsOf } from "./samples/markdown.js";
import { followedPages, pages, site } from "./samples/pages.js";

/** Where a page's `@/…` or relative path leads, from the root of the repository. */
const resolve = (file: string, path: string) =>
  relative(
    repository,
    path.startsWith("@")
      ? normalize(join(site, path.slice(1)))
      : join(site, dirname(file), path),
  );

const snippets = pages.flatMap(({ file, text }) =>
  snippetsOf(text).map(({ path, region }) => ({
    page: file,
    path: resolve(file, path),
    region,
  })),
);

/** Folders whose files are run by tests: here, and of the packages and tools that they belong to. */
const runByTests =
  /^(packages\/(docs\/samples|mock-server\/(examples|container)|client\/examples)|tools\/release\/projects)\//;

test("there are pages, and they take in code", () => {
  expect(pages.length).toBeGreaterThan(10);
  expect(snippets.length).toBeGreaterThan(30);
});

test.for(pages)("no program is typed into $file", (page) => {
  // tools/release runs these from the page itself.
  const allowed = followedPages.includes(page) ? ["sh", "txt", "env"] : [];
  const languages = fencesOf(page.text).map(({ language }) => language);
  expect(languages.filter((name) => !allowed.includes(name))).toEqual([]);
});

test.for(snippets)("$page takes in $path, which a test runs", (snippet) => {
  expect(snippet.path).toMatch(runByTests);
  const code = readFileSync(repository + snippet.path, "utf8");
  if (snippet.region) expect(code).toContain(`#region ${snippet.region}`);
});

test("a test follows every page that shows output", () => {
  const follower = `${repository}tools/release/test/pages.test.ts`;
  const followed = readFileSync(follower, "utf8");
  const showing = followedPages
    .filter(({ file }) => !file.startsWith("parts/"))
    .map(({ file }) => file.replace(/\.md$/, ""));
  expect(showing).toContain("quickstart");
  for (const page of showing) expect(followed).toContain(`"${page}"`);
});

const texts = pages.flatMap(({ file, text }) =>
  includesOf(text).map((found) => ({ ...found, page: file })),
);

test.for(texts)("$page takes in $path, which is there", (found) => {
  const path = repository + resolve(found.page, found.path);
  expect(existsSync(path), path).toBe(true);
  if (found.region)
    expect(readFileSync(path, "utf8")).toContain(`#region ${found.region} `);
});

test("every sample is on a page", () => {
  const shown = snippets.map(({ path }) => path);
  // The API reference, which is generated, has it among the operation's samples.
  shown.push("packages/docs/samples/api/mint.py");
  const samples = sampleFiles().map((file) => `packages/docs/samples/${file}`);
  expect(samples.filter((file) => !shown.includes(file))).toEqual([]);
});

test("the pages name the client's real defaults", () => {
  const { timeout, deadline, maxRetries, maxRetryAfter } = retryDefaults;
  const textOf = (name: string) =>
    pages.find(({ file }) => file === `guides/${name}.md`)?.text ?? "";
  const limits = textOf("timeouts-and-cancellation");
  const cells = (row: string) =>
    (limits.match(RegExp(`^\\| \`${row}\` .*`, "m"))?.[0] ?? "")
      .split("|")
      .map((cell) => cell.trim());
  expect(cells("timeout")[3]).toBe(timeout.toLocaleString("en"));
  // What stands for no limit is the longest that a timer can wait.
  expect(deadline).toBeGreaterThan(2 ** 30);
  expect(cells("deadline")[3]).toBe("none");
  const retries = textOf("idempotency-and-retries");
  expect(retries).toContain(`\`maxRetries\` is ${maxRetries}:`);
  expect(maxRetryAfter).toBe(60_000);
  expect(retries).toContain("`maxRetryAfter` (one minute)");
  const waits = longestWaits(8);
  expect(retries).toContain(
    `from ${waits[0]} ms to ${Math.max(...waits) / 1_000} s`,
  );
});

test.for([
  ["handler", "deadline", (ms) => `within ${ms / 1_000} s (\`deadline\`)`],
  ["browser", "timeout", (ms) => `its own ${ms / 1_000} s timeout`],
  ["cache", "minLifetime", (ms) => `${ms / 1_000} s more (\`minLifetime\`)`],
  ["cache", "refusalInterval", (ms) => `at most once in ${ms / 1_000} s`],
  ["cache", "refreshBefore", (ms) => `${ms / 1_000} s before expiry`],
  ["cache", "maxEntries", (n) => `at most ${n.toLocaleString("en")} tokens`],
] as [string, string, (value: number) => string][])(
  "the guide to the browser says the default of the %s's %s",
  ([options, setting, phrase]) => {
    const table = readFileSync(
      `${packageRoot}site/generated/${options}-options.md`,
      "utf8",
    );
    const row = table
      .split("\n")
      .find((line) => line.includes(`\`${setting}\``));
    const [, value = ""] = /\| `([\d_]+)` \|/.exec(row ?? "") ?? [];
    const guide = pages.find(
      ({ file }) => file === "guides/backend-to-browser.md",
    )?.text;
    expect(guide?.replace(/\s+/g, " ")).toContain(
      phrase(Number(value.replaceAll("_", ""))),
    );
  },
);
