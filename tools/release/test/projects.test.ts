import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newerNode } from "./support/programs.js";
import { type Project, startProject } from "./support/project.js";

const folder = (path: string) =>
  fileURLToPath(new URL(`../${path}`, import.meta.url));

describe("Jest 30", () => {
  let project: Project;
  beforeAll(async () => {
    project = await startProject("jest");
    const examples = folder("../../packages/mock-server/examples/jest");
    await cp(examples, join(project.directory, "plain/example"), {
      recursive: true,
    });
  });
  afterAll(() => project.remove());

  test("runs without a flag: CommonJS, Babel, ts-jest, and the README's example", async () => {
    await project.run(
      "npm",
      "test",
      "--",
      "--json",
      "--outputFile=report.json",
    );
    const report = JSON.parse(
      await readFile(join(project.directory, "report.json"), "utf8"),
    );
    expect(report).toMatchObject({
      numFailedTests: 0,
      numPassedTestSuites: 4,
      success: true,
    });
  });

  test("runs with the flag for modules", async () => {
    await project.run("npm", "run", "modules");
  });

  test("a violation fails its own test, and none after it", async () => {
    await expect(project.run("npm", "run", "hooks")).rejects.toThrow(
      /Tests: +1 failed, 1 passed/,
    );
  });

  test("a bundle to CommonJS mints a token", async () => {
    expect(await project.run("npm", "run", "--silent", "bundle")).toMatch(
      /^true$/m,
    );
  });
});

test("node:test runs CommonJS and modules, and both in one process", async () => {
  const project = await startProject("node-test");
  try {
    expect(await project.run("npm", "test")).toMatch(/^# pass 3\n# fail 0/m);
  } finally {
    await project.remove();
  }
});

// The peer range's first, and the newest, which needs a newer Node than this workspace. The mock server's own tests
// run in the version between them.
test.for([
  { version: "4.1.0", node: process.execPath },
  { version: "5.1.1", node: join(newerNode, "node") },
])("the fixture works in Vitest $version", async ({ version, node }) => {
  const project = await startProject("vitest", [
    `vitest@${version}`,
    "--engine-strict=false",
  ]);
  try {
    const vitest = "node_modules/vitest/vitest.mjs";
    expect(await project.run(node, vitest, "run")).toMatch(
      /Tests +2 passed \| 1 expected fail \(3\)/,
    );
  } finally {
    await project.remove();
  }
});
