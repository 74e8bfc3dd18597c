import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const lockFiles = execFileSync("git", ["ls-files", "*pnpm-lock.yaml"], {
  cwd: root,
  encoding: "utf8",
})
  .trim()
  .split("\n");

test.for(lockFiles)("%s has no version of the last day", (lockFile) => {
  const settings = join(root, lockFile, "../pnpm-workspace.yaml");
  expect(parse(readFileSync(settings, "utf8"))).toMatchObject({
    minimumReleaseAge: 1440,
  });
});
