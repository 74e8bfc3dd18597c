import { expect, test } from "vitest";
import type { Document } from "yaml";
import { names, Repository } from "./repository.js";

const token = ["components", "schemas", "PostAuthResponseData"];
function removeRefreshToken(spec: Document) {
  spec.deleteIn([...token, "properties", "refreshToken"]);
  spec.setIn([...token, "required"], ["accessToken", "expiresAt"]);
}
const bumps = ["bumps"];

test("before the first release there is nothing to compare with", async () => {
  using repository = new Repository("0.0.0");
  repository.addChangeset("minor", names);
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(true);
  expect(output).toContain("@melio-platform/spec: has not been released yet");
});

test("nothing changed, nothing is asked for", async () => {
  using repository = new Repository();
  repository.tagReleases();
  expect(await repository.check(bumps)).toMatchObject({ passed: true });
});

test("a breaking change of the spec cannot go out as a patch", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.editSpec(removeRefreshToken);
  repository.addChangeset("patch", names);
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  for (const name of names) {
    expect(output).toContain(
      `${name} needs a major bump. Found: patch, 1.0.0 to 1.0.1. Changed since the tag ${name}@1.0.0:`,
    );
    expect(output).toContain(
      `Run \`npx -y pnpm@12 changeset\`, choose ${name} and major.`,
    );
  }
  expect(output).toContain(
    "no longer required: `refreshToken`. (required-properties-removed)",
  );
  expect(output).toMatch(
    /spec\/openapi\.yaml:\d+ #\/components\/schemas\/PostAuthResponseData\/required/,
  );
  const before = repository.show("spec/openapi.yaml").split("\n");
  // Of a mapping it gives the line of the first key in it.
  const field = before.findIndex((line) => line.endsWith(" refreshToken:"));
  expect(output).toContain(`spec/openapi.yaml:${field + 2} of 1.0.0, #/`);
  expect(output).toContain("(property-removed)");

  repository.addChangeset("major", names);
  expect(await repository.check(bumps)).toMatchObject({ passed: true });
});

test("each package that is reached is asked, the others are not", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.editSpec((spec) => spec.setIn(["info", "title"], "The API"));
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain(
    "@melio-platform/spec needs a patch bump. Found: none.",
  );
  expect(output).toContain("@melio-platform/mock-server needs a patch bump");
  expect(output).not.toMatch(/(types|client) needs/);
});

test("where redocly diff is corrected, the reason is given", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.editSpec((spec) =>
    spec.setIn(["paths", "/auth/token", "post", "deprecated"], true),
  );
  repository.addChangeset("patch", names);
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain(
    "redocly diff says patch, but deprecating asks for a minor release",
  );
});

test("the control API is held to its own description", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.edit(
    "packages/mock-server/control.openapi.yaml",
    /operationId: (\w+)/,
    "operationId: $1Anew",
  );
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain("@melio-platform/mock-server needs a major bump");
  expect(output).not.toContain("@melio-platform/spec needs");
});

test("versions that are raised already count as the bump", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.editSpec(removeRefreshToken);
  repository.setVersions("2.0.0");
  repository.commit();
  expect(await repository.check(bumps)).toMatchObject({ passed: true });
});

test.for([
  ["patch", false],
  ["minor", true],
] as const)(
  "below 1.0.0 a breaking change as a %s passes: %s",
  async ([bump, isEnough]) => {
    using repository = new Repository("0.4.0");
    repository.tagReleases("0.4.0");
    repository.editSpec(removeRefreshToken);
    repository.addChangeset(bump, names);
    const { passed, output } = await repository.check(bumps);
    expect(passed).toBe(isEnough);
    if (!isEnough) expect(output).toContain("needs a minor bump");
  },
);

test("the newest tag counts", async () => {
  using repository = new Repository();
  repository.tagReleases("1.0.0");
  repository.tagReleases("1.10.0");
  repository.tagReleases("1.9.0");
  repository.setVersions("1.10.0");
  const { passed, output } = await repository.check(bumps);
  expect(output).toContain("the tag @melio-platform/spec@1.10.0");
  expect(passed).toBe(true);
});

const report = "packages/client/etc/index.api.md";

test("a removed export cannot go out as a patch", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.edit(
    report,
    "export class MelioTimeoutError",
    "class MelioTimeoutError",
  );
  repository.addChangeset("patch", ["@melio-platform/client"]);
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain("@melio-platform/client needs a major bump");
  expect(output).toContain(
    "`MelioTimeoutError` of @melio-platform/client: is not exported any more.",
  );
  expect(output).toMatch(/client\/etc\/index\.api\.md:\d+ of 1\.0\.0/);
});

test.for([
  ["A setting for jitter.", "patch", true],
  ["Adds a setting for jitter.", "patch", false],
  ["Adds a setting for jitter.", "minor", true],
  ["Breaking: the setting for jitter is required.", "minor", false],
  ["Breaking: the setting for jitter is required.", "major", true],
  ["A non-breaking fix of the jitter.", "patch", true],
] as const)(
  "a changed export is shown, and asks for what its changeset says: %s, as a %s",
  async ([words, bump, isEnough]) => {
    using repository = new Repository();
    repository.tagReleases();
    repository.edit(
      report,
      /(interface RetryOptions \{)/,
      "$1\n    jitter?: number;",
    );
    repository.addChangeset(
      bump,
      ["@melio-platform/client"],
      "quiet-dogs",
      words,
    );
    const { passed, output } = await repository.check(bumps);
    expect(output).toContain(
      "`RetryOptions` of @melio-platform/client has changed",
    );
    expect(output).toContain("+     jitter?: number;");
    expect(passed).toBe(isEnough);
  },
);

test("a changed export without a changeset fails", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.edit(report, /(interface RetryOptions \{)/, "$1\n    j: number;");
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain("@melio-platform/client needs a patch bump");
});

test("a maintenance branch goes on from its own line's last release", async () => {
  using repository = new Repository();
  repository.tagReleases("1.0.0");
  repository.git("switch", "--quiet", "--create=1.x");
  repository.git("switch", "--quiet", "main");
  repository.editSpec(removeRefreshToken);
  repository.setVersions("2.0.0");
  repository.commit();
  repository.tagReleases("2.0.0");
  repository.git("switch", "--quiet", "1.x");
  const { passed, output } = await repository.check(bumps);
  expect(output).toContain("the tag @melio-platform/spec@1.0.0");
  expect(passed).toBe(true);
});

test("generated types are rated by the spec, which knows the direction", async () => {
  using repository = new Repository();
  repository.tagReleases();
  repository.editSpec((spec) => {
    spec.setIn(
      ["components", "parameters", "IdempotencyKey", "required"],
      false,
    );
  });
  for (const file of ["packages/types", "packages/client"])
    repository.edit(
      `${file}/etc/index.api.md`,
      '"Idempotency-Key": components',
      '"Idempotency-Key"?: components',
    );
  repository.addChangeset("minor", names);
  expect(await repository.check(bumps)).toMatchObject({ passed: true });
});

test.for([
  [
    "a removed entry point",
    /"\.\/cache": \{.*?\n {4}\},/s,
    "",
    "The entry point `./cache` is gone.",
  ],
  [
    "a newer Node",
    '">=20.19.0"',
    '">=22.0.0"',
    "It ran in Node >=20.19.0, and wants >=22.0.0.",
  ],
] as const)("%s is major", async ([, passage, replacement, message]) => {
  using repository = new Repository();
  repository.tagReleases();
  repository.edit("packages/client/package.json", passage, replacement);
  repository.addChangeset("minor", ["@melio-platform/client"]);
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain(message);
});

test("a changeset that cannot be read is named", async () => {
  using repository = new Repository();
  repository.write(".changeset/broken-one.md", "---\n: : :\n");
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain(".changeset/broken-one.md cannot be read");
});

test("a changeset of a package that is not there is named", async () => {
  using repository = new Repository();
  repository.addChangeset("minor", ["@melio-platform/nothing"], "lost-one");
  const { passed, output } = await repository.check(bumps);
  expect(passed).toBe(false);
  expect(output).toContain("lost-one");
  expect(output).toContain("@melio-platform/nothing");
});

test("an unknown check is refused", async () => {
  using repository = new Repository();
  const { passed, output } = await repository.check(["bump"]);
  expect(passed).toBe(false);
  expect(output).toContain("Expected some of changesets, reports, bumps");
});
