import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandPath, runProgram } from "./support/programs.js";

/** They stand in that package, since they extend what is installed there. */
const rules = (name: string) =>
  fileURLToPath(new URL(`../programs/${name}`, import.meta.url));
const description = await readFile(
  fileURLToPath(import.meta.resolve("@melio-platform/spec/openapi.yaml")),
  "utf8",
);
const withMistake = description.replace(
  /type: string(\s+format: date-time)/,
  "type: text$1",
);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "interop-"));
  await writeFile(join(folder, "openapi.yaml"), description);
  await writeFile(join(folder, "mistake.yaml"), withMistake);
});
afterAll(() => rm(folder, { recursive: true }));

const linters = {
  "Spectral's ruleset oas": (file: string) =>
    runProgram(
      commandPath("@stoplight/spectral-cli/dist/index.js"),
      ["lint", file, "--ruleset", rules("spectral-rules.yaml")],
      folder,
    ),
  "the IBM OpenAPI Validator": (file: string) =>
    runProgram(
      commandPath("ibm-openapi-validator/src/cli-validator/index.js"),
      ["--errors-only", "--ruleset", rules("ibm-rules.cjs"), file],
      folder,
    ),
};

describe.each(Object.entries(linters))("%s", (_, lint) => {
  test("has nothing against the description", async () => {
    const { code, output } = await lint("openapi.yaml");
    expect(output).not.toMatch(/\[ERROR\]/);
    expect(code, output).toBe(0);
  });

  test("reports a mistake", async () => {
    const { code, output } = await lint("mistake.yaml");
    expect(code).not.toBe(0);
    expect(output).toContain("expiresAt");
  });
});

test("oazapfts gives an error's data as object, array and null", async () => {
  const { code, output } = await runProgram(
    commandPath("oazapfts/dist/cli.js"),
    ["openapi.yaml", "api.ts"],
    folder,
  );
  expect(code, output).toBe(0);
  const source = await readFile(join(folder, "api.ts"), "utf8");
  expect(source.replace(/\s+/g, " ")).toContain(
    "data?: { [key: string]: any; } | any[] | null;",
  );
});
