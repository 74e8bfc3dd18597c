import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startMockServer } from "@melio-platform/mock-server";
import { describe, expect, test } from "vitest";
import { defaults, optionTable } from "../src/option-table.js";
import { loadSpec } from "../src/prism/spec.js";
import { createCaller } from "./support/caller.js";
import { runCommand } from "./support/run-command.js";

const root = new URL("../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");
const run = promisify(execFile);
const readme = read("README.md");

describe("the README", () => {
  const blocks = [
    ...readme.matchAll(
      /(?:<!-- (examples\/\S+) -->\n)?```(\w+)\n([\s\S]*?)```/g,
    ),
  ].map(([, file, language, code]) => ({ file, language, code }));

  test.each(blocks.filter(({ file }) => file !== undefined))(
    "shows $file as it is run",
    ({ file, code }) => {
      expect(code).toBe(read(file as string));
    },
  );

  test("shows no program that is not a file", () => {
    const loose = blocks.filter(({ file }) => file === undefined);
    expect(loose.map(({ language }) => language)).toEqual([
      "sh",
      "sh",
      "sh",
      "sh",
    ]);
  });

  test("shows preferences that are met", async () => {
    const shown = [...readme.matchAll(/`Prefer: (code=(\d+)[^`]*)`/g)];
    expect(shown.length).toBeGreaterThan(1);
    await using mock = await startMockServer();
    const call = createCaller(mock.baseUrl);
    for (const [, preference = "", status] of shown) {
      const answer = await call({ headers: { Prefer: preference } });
      expect(answer.status).toBe(Number(status));
    }
    expect(readme).not.toMatch(/Prefer: example/);
    mock.assertNoViolations();
  });

  test("names every option and flag", async () => {
    await run(process.execPath, ["build/readme-options.js", "--check"], {
      cwd: root,
    });
    const table = readme.split("<!-- options ")[1]?.split("\n## ")[0] ?? "";
    for (const option of Object.keys(optionTable))
      expect(table).toContain(`\`${option}\``);
    const { stdout } = await runCommand(["--help"]);
    const flags = stdout.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm);
    const elsewhere = ["--version", "--help", "--json"];
    for (const [, flag = ""] of flags) {
      if (!elsewhere.includes(flag)) expect(table).toContain(`\`${flag}\``);
    }
  });

  test("and the documentation in the source have the defaults of the table", () => {
    const documented = [
      ...read("src/options.ts").matchAll(
        /@default ([\w."]+)[^*]*\n +\*\/\n +readonly (\w+)\?/g,
      ),
    ].map(([, value, name = ""]) => [name, value?.replaceAll("_", "")]);
    const ofTable = Object.entries(defaults)
      .filter(([, value]) => !Array.isArray(value))
      .map(([name, value]) => [name, JSON.stringify(value)]);
    expect(documented).toEqual(expect.arrayContaining(ofTable));
  });

  test("names every field of a fault", async () => {
    const table = readme.split("<!-- faults -->")[1]?.split("\n\n")[0] ?? "";
    const { operations } = await loadSpec(
      fileURLToPath(new URL("control.openapi.yaml", root)),
    );
    const schema = operations.find(({ iid }) => iid === "addFault")?.request
      ?.body?.contents?.[0]?.schema;
    const fields = Object.keys(schema?.properties ?? {});
    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields) expect(table).toContain(`\`${field}\``);
  });
});

describe("the examples", () => {
  const inPackage = { cwd: root };

  test("quickstart.js mints a token", async () => {
    const { stdout } = await run(
      process.execPath,
      ["examples/quickstart.js"],
      inPackage,
    );
    expect(stdout).toMatch(/^at_\S+ true\n$/);
  });

  test("node-test.test.js passes under node:test", async () => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const { stdout } = await run(
      process.execPath,
      ["--test", "--test-reporter=tap", "examples/node-test.test.js"],
      { ...inPackage, env },
    );
    expect(stdout).toMatch(/# pass 1\n# fail 0/);
  });

  test("steer.sh steers", async () => {
    await using mock = await startMockServer();
    const script = read("examples/steer.sh")
      .replaceAll("http://127.0.0.1:4010", mock.url)
      .replaceAll("curl ", "curl -sS --fail-with-body ");
    const { stdout } = await run("sh", ["-ec", script]);
    expect(stdout).toMatch(
      /^\{"requests":\[\]\}\{"now":"[^"]+"\}\{"violations":\[\]\}$/,
    );
  });
});
