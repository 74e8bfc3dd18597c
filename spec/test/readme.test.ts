import { execFile } from "node:child_process";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL("..", import.meta.url));
const redocly = join(packageRoot, "node_modules/@redocly/cli/bin/cli.js");

test("the operation that the README adds as an example passes the lint", async () => {
  const readme = await readFile(join(packageRoot, "README.md"), "utf8");
  const example = parse(/```yaml\n(.*?)```/s.exec(readme)?.[1] ?? "");
  const description = parse(
    await readFile(join(packageRoot, "openapi.yaml"), "utf8"),
  );
  Object.assign(description.paths, example.paths);
  Object.assign(description.components.schemas, example.components.schemas);

  const directory = await mkdtemp(join(tmpdir(), "spec-"));
  await writeFile(join(directory, "openapi.yaml"), stringify(description));
  await copyFile(
    join(packageRoot, "redocly.yaml"),
    join(directory, "redocly.yaml"),
  );
  const lint = run(process.execPath, [redocly, "lint", "auth-token"], {
    cwd: directory,
  });
  const { stderr } = await lint.finally(() =>
    rm(directory, { recursive: true }),
  );
  expect(description.paths).toHaveProperty("/greeting");
  expect(stderr).toContain("Your API description is valid");
});
