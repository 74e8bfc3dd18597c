import { expect, test, vi } from "vitest";
import { Repository } from "./repository.js";

const client = "packages/client";

/** A branch off `main` with one change. */
function branch(change: (repository: Repository) => void): Repository {
  const repository = new Repository();
  repository.git("switch", "--quiet", "--create=topic");
  change(repository);
  repository.commit();
  return repository;
}

test("a changed package without a changeset fails", async () => {
  using repository = branch((repository) => {
    repository.write(`${client}/src/new.ts`, "export {};\n");
  });
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(false);
  expect(output).toContain(
    "@melio-platform/client has changed since main, but no changeset of this branch names it.",
  );
  expect(output).toContain("npx -y pnpm@12 changeset --empty");
});

test.for([
  [
    "its changeset",
    (repository: Repository) =>
      repository.addChangeset("patch", ["@melio-platform/client"]),
  ],
  [
    "an empty changeset",
    (repository: Repository) => repository.addChangeset("", []),
  ],
] as const)("%s is enough", async ([, add]) => {
  using repository = branch((repository) => {
    repository.write(`${client}/src/new.ts`, "export {};\n");
    add(repository);
  });
  expect(await repository.check(["changesets"])).toMatchObject({
    passed: true,
  });
});

test("a changeset that is not committed yet counts", async () => {
  using repository = branch((repository) => {
    repository.write(`${client}/src/new.ts`, "export {};\n");
  });
  repository.addChangeset("patch", ["@melio-platform/client"]);
  expect(await repository.check(["changesets"])).toMatchObject({
    passed: true,
  });
});

test("changesets of another branch or package do not count", async () => {
  using repository = new Repository();
  repository.addChangeset("patch", ["@melio-platform/client"], "older");
  repository.commit();
  repository.git("switch", "--quiet", "--create=topic");
  repository.write(`${client}/src/new.ts`, "export {};\n");
  repository.addChangeset("patch", ["@melio-platform/types"], "other");
  repository.commit();
  expect(await repository.check(["changesets"])).toMatchObject({
    passed: false,
  });
});

test.for([
  ["the spec", "spec/openapi.yaml", false],
  ["the build", "packages/client/scripts/new.js", false],
  ["a test", "packages/client/test/new.test.ts", true],
  ["a test beside the source", "packages/client/src/new.test.ts", true],
  ["a README", "packages/client/README.md", true],
  ["a guide", "packages/client/guides/new.md", true],
  ["the spec's lint rules", "spec/redocly.yaml", true],
  ["a report of the surface", "packages/client/etc/index.api.md", true],
  ["a tool", "tools/ci/new.js", true],
] as const)("a change of %s needs none: %s", async ([, path, isFree]) => {
  using repository = branch((repository) => repository.write(path, "# new\n"));
  const { passed } = await repository.check(["changesets"]);
  expect(passed).toBe(isFree);
});

test.for([
  ["a script", '"scripts": {', '"scripts": {\n    "new": "true",', true],
  ["a development dependency", '"undici": "7', '"undici": "8', true],
  ["an entry point", '"./cache": {', '"./store": {', false],
  [
    "a dependency",
    '"openapi-fetch": "catalog:"',
    '"openapi-fetch": "0.18.0"',
    false,
  ],
] as const)(
  "in package.json %s needs none: %s",
  async ([, from, to, isFree]) => {
    using repository = branch((repository) =>
      repository.edit(`${client}/package.json`, from, to),
    );
    const { passed } = await repository.check(["changesets"]);
    expect(passed).toBe(isFree);
  },
);

test("a version in the catalog counts for the packages that depend on it", async () => {
  using repository = branch((repository) =>
    repository.edit(
      "pnpm-workspace.yaml",
      "openapi-fetch: ^0.17.0",
      "openapi-fetch: ^0.18.0",
    ),
  );
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(false);
  expect(output).toContain("@melio-platform/client has changed");
  expect(output).not.toContain("@melio-platform/mock-server has changed");
});

test("the release's own commit needs none", async () => {
  using repository = branch((repository) => {
    repository.setVersions("1.1.0");
    repository.write(`${client}/CHANGELOG.md`, "# 1.1.0\n");
    repository.write(`${client}/src/generated/contract.ts`, "export {};\n");
  });
  expect(await repository.check(["changesets"])).toMatchObject({
    passed: true,
  });
});

test("on main itself it is skipped, with the reason", async () => {
  using repository = new Repository();
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(true);
  expect(output).toContain("Skipped: HEAD is part of main");
});

test("without a branch to compare with it is skipped, with the reason", async () => {
  using repository = branch(() => {});
  repository.git("branch", "--quiet", "--delete", "--force", "main");
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(true);
  expect(output).toContain("Skipped: there is neither origin/main nor main");
});

test("in a pull request that branch has to be there", async () => {
  using repository = branch(() => {});
  vi.stubEnv("GITHUB_BASE_REF", "main");
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(false);
  expect(output).toContain("fetch-depth: 0");
});

test("an edit of the spec asks for each package that it reaches", async () => {
  using repository = branch((repository) => {
    repository.editSpec((spec) =>
      spec.setIn(["components", "schemas", "Error", "properties", "scope"], {
        type: "string",
      }),
    );
    repository.addChangeset("minor", ["@melio-platform/spec"]);
  });
  const { passed, output } = await repository.check(["changesets"]);
  expect(passed).toBe(false);
  expect(output).not.toContain("@melio-platform/spec has changed");
  for (const name of ["types", "client", "mock-server"])
    expect(output).toContain(`@melio-platform/${name} has changed since main`);
});

test("file names of any letters are read, and the environment's settings for git stay", async () => {
  vi.stubEnv("GIT_CONFIG_COUNT", "1");
  vi.stubEnv("GIT_CONFIG_KEY_0", "user.name");
  vi.stubEnv("GIT_CONFIG_VALUE_0", "Somebody");
  using repository = new Repository();
  repository.addChangeset("patch", ["@melio-platform/client"], "größe-é");
  repository.commit();
  repository.git("switch", "--quiet", "--create=topic");
  repository.write(`${client}/src/größe.ts`, "export {};\n");
  repository.commit();
  const { passed, output } = await repository.check(["changesets"]);
  expect(output).toContain("@melio-platform/client has changed since main");
  expect(passed).toBe(false);
  expect(process.env["GIT_CONFIG_COUNT"]).toBe("1");
  expect(process.env["GIT_CONFIG_KEY_0"]).toBe("user.name");
});
