import { expect, inject, test } from "vitest";
import { listPublished } from "./support/registry-listing.js";
import { releaseAgain } from "./support/release.js";
import { run } from "./support/run.js";

const { registry, workspace, announced, published, log } = inject("release");
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

test("a second release of the same versions does nothing", async () => {
  const state = () =>
    Promise.all(published.map(({ name }) => listPublished(registry, name)));
  const before = await state();
  expect(await releaseAgain(workspace)).not.toMatch(/publish/i);
  expect(await state()).toEqual(before);
});
