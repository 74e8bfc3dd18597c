import { execFile } from "node:child_process";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as types from "@melio-platform/types";
import { expect, test } from "vitest";

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL("..", import.meta.url));

/** Runs the compiler that the type tests run on, and gives what it printed, failed or not. */
async function tsc(...args: string[]): Promise<string> {
  const result = run(
    process.execPath,
    ["node_modules/typescript/lib/tsc.js", ...args],
    {
      cwd: packageRoot,
    },
  );
  const { stdout } = await result.catch((error: { stdout: string }) => error);
  return stdout;
}

test("the compiler reads every type test", async () => {
  const typeTests = (await readdir(new URL(".", import.meta.url))).filter(
    (name) => name.endsWith(".test-d.ts"),
  );
  const read = await tsc("-p", "tsconfig.json", "--listFilesOnly");
  expect(typeTests).not.toHaveLength(0);
  for (const name of typeTests) expect(read).toContain(`/test/${name}\n`);
});

test("a false assertion does not compile", async () => {
  const output = await tsc(
    "-p",
    "test/fixtures/tsconfig.json",
    "--pretty",
    "false",
  );
  expect(output.match(/false-assertion\.ts\(\d+,\d+\): error TS\d+/g)).toEqual([
    "false-assertion.ts(5,14): error TS2322",
    "false-assertion.ts(6,1): error TS2578",
  ]);
});

test("the package has no runtime code", () => {
  expect(Object.keys(types)).toEqual([]);
});
