import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

describe("the packed package", () => {
  let directory: string;
  let files: { name: string; size: number }[];
  const packed = (name: string) => path.join(directory, "package", name);

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "melio-mock-pack-"));
    await run(
      "npx",
      ["-y", "pnpm@12", "pack", "--pack-destination", directory],
      { cwd: root },
    );
    const [tarball = ""] = await readdir(directory);
    await run("tar", ["-xzf", tarball], { cwd: directory });
    const names = await readdir(path.join(directory, "package"), {
      recursive: true,
    });
    files = await Promise.all(
      names.map(async (name) => ({
        name,
        size: (await stat(packed(name))).size,
      })),
    );
  }, 120_000);
  afterAll(() => rm(directory, { recursive: true }));

  test("is small, runs nothing when installed, and hangs on one package", async () => {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    expect(size).toBeLessThan(5_000_000);
    const manifest = JSON.parse(await readFile(packed("package.json"), "utf8"));
    expect(Object.keys(manifest.dependencies)).toEqual(["commander"]);
    for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
      expect(manifest.scripts).not.toHaveProperty(script);
    }
  });

  test("holds the licence of each package in its bundle, whose versions are those that were tested", async () => {
    const bundled: { name: string; version: string }[] = JSON.parse(
      await readFile(packed("dist/bundled-packages.json"), "utf8"),
    );
    const notices = await readFile(
      packed("dist/THIRD-PARTY-NOTICES.txt"),
      "utf8",
    );
    for (const { name, version } of bundled)
      expect(notices).toContain(`\n${name} ${version}\n`);
    const versionOf = (name: string) =>
      bundled.find((item) => item.name === name)?.version;
    const { devDependencies } = JSON.parse(
      await readFile(path.join(root, "package.json"), "utf8"),
    );
    for (const name of ["@stoplight/prism-http", "@stoplight/prism-core"]) {
      expect(versionOf(name)).toBe(devDependencies[name]);
    }
  });

  test("has none of what was left out of Prism", async () => {
    const bundled = await readFile(
      packed("dist/bundled-packages.json"),
      "utf8",
    );
    for (const name of [
      "faker",
      "postman",
      "node-fetch",
      "pino",
      "fast-redact",
      "json-schema-faker",
    ]) {
      expect(bundled).not.toContain(name);
    }
  });

  test("answers where nothing else is installed", async () => {
    const script = `
      import { startMockServer } from "./dist/index.js";
      const mock = await startMockServer();
      const response = await fetch(mock.baseUrl + "/auth/token", {
        method: "POST",
        headers: { "API-Key": "k", "Idempotency-Key": "1" },
      });
      console.log(response.status);
      await mock.close();
    `;
    const { stdout, stderr } = await run(
      process.execPath,
      ["--input-type=module", "--eval", script],
      { cwd: path.join(directory, "package") },
    );
    expect({ stdout, stderr }).toEqual({ stdout: "200\n", stderr: "" });
  });
});
