import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";
import { packageRoot, repository, sampleFiles } from "./samples/files.js";
import { fencesOf, includesOf, snippetsOf } from "./samples/markdown.js";

const site = join(packageRoot, "site");

/** The pages that are written by hand. */
const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .filter((file) => !/^(\.|generated|reference|changelog|api\/)/.test(file))
  .map((file) => ({ file, text: readFileSync(join(site, file), "utf8") }));

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
  /^(packages\/(docs\/samples|mock-server\/examples)|tools\/(example-app\/frameworks|shared-store\/src))\//;

test("there are pages, and they take in code", () => {
  expect(pages.length).toBeGreaterThan(10);
  expect(snippets.length).toBeGreaterThan(30);
});

test.for(pages)("no code is typed into $file", ({ text }) => {
  expect(fencesOf(text)).toEqual([]);
});

test.for(snippets)("$page takes in $path, which a test runs", (snippet) => {
  expect(snippet.path).toMatch(runByTests);
  const code = readFileSync(repository + snippet.path, "utf8");
  if (snippet.region) expect(code).toContain(`#region ${snippet.region}`);
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
  const samples = sampleFiles().map((file) => `packages/docs/samples/${file}`);
  expect(samples.filter((file) => !shown.includes(file))).toEqual([]);
});
