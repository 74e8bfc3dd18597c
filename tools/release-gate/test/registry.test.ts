import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { Repository } from "./repository.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A registry that has these packages, each with version 1.0.0. */
async function startRegistry(names: string[]) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(request.url ?? "/").slice(1);
    if (!names.includes(name)) return response.writeHead(404).end("{}");
    return response.end(
      JSON.stringify({
        name,
        "dist-tags": { latest: "1.0.0" },
        versions: { "1.0.0": { name, version: "1.0.0" } },
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanups.push(() => server.close());
  useRegistry((server.address() as AddressInfo).port);
}

/** Makes the npm that the gate runs use this port, with an empty cache. */
function useRegistry(port: number): void {
  const cache = mkdtempSync(join(tmpdir(), "npm-cache-"));
  cleanups.push(() => rmSync(cache, { recursive: true, force: true }));
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${port}/`);
  vi.stubEnv("npm_config_cache", cache);
  vi.stubEnv("npm_config_fetch_retries", "0");
}

test("what was published, but has no tag here, fails", async () => {
  await startRegistry(["@melio-platform/spec"]);
  using repository = new Repository("0.0.0");
  repository.setVersions("1.0.0", ["@melio-platform/spec"]);
  const { passed, output } = await repository.check(["bumps"]);
  expect(passed).toBe(false);
  expect(output).toContain("the registry has it. Run `git fetch --tags`.");
});

test("what the registry has never had is a first release", async () => {
  await startRegistry([]);
  using repository = new Repository("0.1.0");
  const { passed, output } = await repository.check(["bumps"]);
  expect(passed).toBe(true);
  expect(output).toContain("@melio-platform/spec: has not been released yet");
});

test("with neither tags nor a registry the gate fails, and says what to do", async () => {
  using repository = new Repository("1.0.0");
  // Nothing listens on port 1.
  useRegistry(1);
  const { passed, output } = await repository.check(["bumps"]);
  expect(passed).toBe(false);
  expect(output).toContain(
    "the registry does not respond. Run `git fetch --tags`.",
  );
});
