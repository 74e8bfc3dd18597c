import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, inject, test } from "vitest";
import { listPublished } from "./support/registry.js";
import { pack, raiseVersions, releaseByWorkflow } from "./support/release.js";
import { run } from "./support/run.js";
import { runStep } from "./support/workflow.js";

const { registry, workspace, announced, published, publishedByHand, log } =
  inject("release");
const idOf = ({ name, version }: { name: string; version: string }) =>
  `${name}@${version}`;

test("the versions are those that changesets announced, and every package has one", () => {
  const versions = Object.fromEntries(
    published.map(({ name, version }) => [name, version]),
  );
  expect(versions).toMatchObject(
    Object.fromEntries(
      announced.map(({ name, newVersion }) => [name, newVersion]),
    ),
  );
  expect(Object.keys(versions).length).toBeGreaterThan(3);
  expect(Object.values(versions)).not.toContain("0.0.0");
});

test("the raised versions were proposed in a pull request", async () => {
  const git = (...args: string[]) => run("git", args, workspace);
  expect(await git("branch", "--list", "pull-request/*")).toContain(
    "release-versions",
  );
  expect(await git("ls-remote", "origin", "release-versions")).toContain(
    (await git("rev-parse", "HEAD")).trim(),
  );
});

test("a run that is not the newest commit's leaves the pull request alone", async () => {
  expect(await runStep("propose", workspace)).toContain("A later commit's run");
});

test("what else differs after that is no raised version", async () => {
  await writeFile(join(workspace.cwd, "generated.txt"), "outdated\n");
  const here = { cwd: workspace.cwd, env: process.env };
  try {
    expect(await raiseVersions(here, dirname(workspace.cwd))).toBe(false);
  } finally {
    await run("git", ["reset", "--quiet", "--hard"], workspace);
  }
});

test.for(published)("$name is in the registry, as its latest", async (item) => {
  const { versions, latest } = await listPublished(registry, item.name);
  expect(versions).toEqual([item.version]);
  expect(latest).toBe(item.version);
  expect(log).toContain(idOf(item));
});

test("the release is tagged in git, package by package", async () => {
  const tags = await run("git", ["tag", "--points-at", "HEAD"], workspace);
  expect(tags.trim().split("\n").sort()).toEqual(published.map(idOf).sort());
});

test("what was published by hand is left as it is, and tagged", () => {
  expect(log).toContain(`${publishedByHand} is published already.`);
});

test("after a release there is nothing to pack", async () => {
  expect((await pack(workspace, "nothing")).packages).toEqual([]);
});

test("a run that failed before it tagged is run again, and publishes nothing twice", async () => {
  const state = () =>
    Promise.all(published.map(({ name }) => listPublished(registry, name)));
  const before = await state();
  const ids = published.map(idOf);
  const [kept = "", ...lost] = ids;
  await run("git", ["tag", "--delete", ...lost], workspace);

  const again = await releaseByWorkflow(workspace, "again");

  for (const id of lost) expect(again).toContain(`${id} is published already.`);
  expect(again).not.toContain(kept);
  const tags = await run("git", ["tag", "--list"], workspace);
  expect(tags.trim().split("\n").sort()).toEqual(ids.sort());
  expect(await state()).toEqual(before);
});

test("a package that no changeset has raised yet is not packed", async () => {
  const manifest = join(workspace.cwd, "packages/types/package.json");
  const text = await readFile(manifest, "utf8");
  await writeFile(
    manifest,
    text.replace(/"version": "[^"]+"/, '"version": "0.0.0"'),
  );
  try {
    expect((await pack(workspace, "not-raised")).packages).toEqual([]);
  } finally {
    await writeFile(manifest, text);
  }
});
