import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { currentReports } from "../src/surface/report.js";
import { publishedPackages } from "../src/workspace.js";
import { Repository } from "./repository.js";

test("a report that is not what the build exports fails", async () => {
  using repository = new Repository();
  for (const folder of ["packages/types", "packages/mock-server"])
    rmSync(join(repository.root, folder), { recursive: true });
  cpSync(
    fileURLToPath(new URL("../../../packages/client/dist", import.meta.url)),
    join(repository.root, "packages/client/dist"),
    { recursive: true },
  );
  // Two entry points are enough: a report takes a second.
  const manifest = JSON.parse(repository.read("packages/client/package.json"));
  const { "./cache": cache, "./browser": browser } = manifest.exports;
  const exports = { "./cache": cache, "./browser": browser };
  rmSync(join(repository.root, "packages/client/etc"), { recursive: true });
  repository.write(
    "packages/client/package.json",
    JSON.stringify({ ...manifest, exports }),
  );
  for (const pkg of await publishedPackages(repository.root))
    for (const { entry, text } of await currentReports(pkg))
      repository.write(`${pkg.path}/etc/${entry.report}`, text);
  const clean = await repository.check(["reports"]);
  expect(clean).toMatchObject({ passed: true });
  expect(clean.output).toContain("@melio-platform/client/cache: as reviewed");

  repository.edit(
    "packages/client/etc/browser.api.md",
    "export interface",
    "interface",
  );
  repository.write("packages/client/etc/old.api.md", "");
  const { passed, output } = await repository.check(["reports"]);
  expect(passed).toBe(false);
  expect(output).toContain(
    "What @melio-platform/client/browser exports is not what packages/client/etc/browser.api.md says. Run `npx -y pnpm@12 generate`",
  );
  expect(output).toContain(
    "packages/client/etc/old.api.md belongs to no entry point",
  );
});
