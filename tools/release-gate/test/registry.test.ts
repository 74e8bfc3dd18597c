import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { Repository } from "./repository.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A registry that has these tarballs, each as version 1.0.0 of its package. */
async function startRegistry(tarballs: Record<string, Buffer>) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    const origin = `http://${request.headers.host}`;
    const [name = "", isTarball] = path.split("/-/");
    const tarball = tarballs[name];
    if (!tarball) return response.writeHead(404).end("{}");
    if (isTarball) return response.end(tarball);
    const dist = { tarball: `${origin}/${name}/-/package.tgz` };
    return response.end(
      JSON.stringify({
        name,
        "dist-tags": { latest: "1.0.0" },
        versions: { "1.0.0": { name, version: "1.0.0", dist } },
      }),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  cleanups.push(() => server.close());
  useRegistry((server.address() as AddressInfo).port);
}

/** Has the npm that the gate runs ask this port, with nothing in its cache. */
function useRegistry(port: number): void {
  const cache = mkdtempSync(join(tmpdir(), "npm-cache-"));
  cleanups.push(() => rmSync(cache, { recursive: true, force: true }));
  vi.stubEnv("npm_config_registry", `http://127.0.0.1:${port}/`);
  vi.stubEnv("npm_config_cache", cache);
  vi.stubEnv("npm_config_fetch_retries", "0");
}

/** What would be published, as version 1.0.0. */
function pack(folder: string): Buffer {
  const copy = mkdtempSync(join(tmpdir(), "packed-"));
  cleanups.push(() => rmSync(copy, { recursive: true }));
  cpSync(fileURLToPath(new URL(`../../../${folder}`, import.meta.url)), copy, {
    recursive: true,
    filter: (path) => !path.includes("node_modules"),
  });
  const manifest = join(copy, "package.json");
  const fields = JSON.parse(readFileSync(manifest, "utf8"));
  writeFileSync(manifest, JSON.stringify({ ...fields, version: "1.0.0" }));
  const [{ filename }] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts"], {
      cwd: copy,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }),
  );
  return readFileSync(join(copy, filename));
}

test("without tags the published spec is compared with", async () => {
  await startRegistry({ "@melio-platform/spec": pack("spec") });
  using repository = new Repository("0.0.0");
  repository.setVersions("1.0.0", ["@melio-platform/spec"]);
  const same = await repository.check(["bumps"]);
  expect(same).toMatchObject({ passed: true });
  expect(same.output).toContain("@melio-platform/spec: 1.0.0 (the registry)");

  repository.editSpec((spec) =>
    spec.deleteIn(["paths", "/auth/token", "post", "responses", "409"]),
  );
  const { passed, output } = await repository.check(["bumps"]);
  expect(passed).toBe(false);
  expect(output).toContain("@melio-platform/spec needs a major bump");
});

test("without tags the published declarations are compared with", async () => {
  await startRegistry({
    "@melio-platform/client": pack("packages/client"),
  });
  using repository = new Repository("0.0.0");
  repository.setVersions("1.0.0", ["@melio-platform/client"]);
  repository.edit(
    "packages/client/etc/cache.api.md",
    "export interface GetOptions",
    "interface GetOptions",
  );
  const { passed, output } = await repository.check(["bumps"]);
  expect(passed).toBe(false);
  expect(output).toContain("`GetOptions` of @melio-platform/client/cache");
});

test("what the registry has never had is a first release", async () => {
  await startRegistry({});
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
  expect(output).toContain("Run `git fetch --tags`, or go online.");
});
