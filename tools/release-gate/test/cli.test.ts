import { expect, test } from "vitest";
import { names, Repository } from "./repository.js";

// What the checks find is tested in this process; here is what only the command does.

test("the command prints each check and ends with 0", async () => {
  using repository = new Repository();
  repository.tagReleases();
  const { code, stdout } = await repository.run("changesets", "bumps");
  expect(stdout).toContain("ok     each changed package has a changeset");
  expect(stdout).toContain("ok     the bumps are high enough");
  expect(code).toBe(0);
});

test("a problem ends it with 1, and the checks after it still run", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.git("switch", "--quiet", "--create=topic");
  repository.editSpec((spec) => spec.setIn(["info", "title"], "The API"));
  repository.addChangeset("minor", names.slice(1));
  const { code, stdout } = await repository.run("changesets", "bumps");
  expect(stdout).toContain("FAILED each changed package has a changeset");
  expect(stdout).toContain("FAILED the bumps are high enough");
  expect(code).toBe(1);
});

test("an unknown check ends it with 1", async () => {
  using repository = new Repository();
  expect(await repository.run("bump")).toMatchObject({ code: 1 });
});
