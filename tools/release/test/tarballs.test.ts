import { mkdtemp, rm } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { downloadTarball, type Tarball } from "./support/tarball.js";

const { registry, workspace, published } = inject("release");

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "rehearsal-tarballs-"));
});
afterAll(() => rm(home, { recursive: true }));

describe.for(published)("$name", (item) => {
  let tarball: Tarball;
  beforeAll(async () => {
    tarball = await downloadTarball(registry, item, join(home, item.folder));
  });

  test("has its papers and what its manifest names, and nothing of how it was made", () => {
    expect(tarball.files).toEqual(
      expect.arrayContaining([
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "package.json",
      ]),
    );
    const rest = tarball.files.filter(
      (file) =>
        !/^(LICENSE|README\.md|CHANGELOG\.md|package\.json)$/.test(file) &&
        // A description, and the page of the mock server.
        !/^([\w.-]+\.yaml|page\.html)$/.test(file) &&
        !/^dist\//.test(file),
    );
    expect(rest).toEqual([]);
    const ofTheBuild =
      /(^|\/)(src|tests?|fixtures?|node_modules)\/|\.(test|spec|tsbuildinfo)\b|[^d]\.ts$|(^|\/)tsconfig|(^|\/)\./;
    expect(tarball.files.filter((file) => ofTheBuild.test(file))).toEqual([]);
  });

  test("says where its home is, and where its bugs go", async () => {
    const manifest = JSON.parse(await tarball.text("package.json"));
    expect(manifest).toMatchObject({
      license: "MIT",
      homepage: expect.stringMatching(/^https:/),
      bugs: expect.stringMatching(/^https:.*\/issues$/),
      repository: { url: expect.stringMatching(/^git\+https:/) },
    });
    expect(await tarball.text("CHANGELOG.md")).toContain(item.version);
  });

  test("names no folder of the machine that built it", async () => {
    const folders = [workspace.cwd, homedir()];
    for (const file of tarball.files) {
      const text = await tarball.text(file);
      expect(
        folders.filter((folder) => text.includes(folder)),
        file,
      ).toEqual([]);
    }
  });

  test("has no map without the source that it maps to, and misses no map", async () => {
    for (const file of tarball.files.filter((name) => name.endsWith(".map"))) {
      const map = JSON.parse(await tarball.text(file)) as SourceMap;
      for (const [index, source] of map.sources.entries()) {
        const path = posix.join(dirname(file), map.sourceRoot ?? "", source);
        const isThere =
          typeof map.sourcesContent?.[index] === "string" ||
          tarball.files.includes(path);
        expect(isThere, `${file} maps to ${source}`).toBe(true);
      }
    }
    for (const file of tarball.files.filter((name) =>
      /\.[mc]?[jt]s$/.test(name),
    )) {
      const text = await tarball.text(file);
      for (const [, map = ""] of text.matchAll(
        /^\/\/# sourceMappingURL=(.+)$/gm,
      ))
        expect(tarball.files, file).toContain(posix.join(dirname(file), map));
    }
  });

  test("has its version, and depends on nothing that only the workspace knows", async () => {
    const manifest = await tarball.manifest();
    expect(manifest.version).toBe(item.version);
    const ranges = [
      manifest.dependencies,
      manifest.devDependencies,
      manifest.optionalDependencies,
      manifest.peerDependencies,
    ].flatMap((dependencies) => Object.entries(dependencies ?? {}));
    expect(
      ranges.filter(([, range]) => /^\w+:(?!typescript@)/.test(range)),
    ).toEqual([]);
    for (const { name, version } of published) {
      const asked = ranges.filter(([dependency]) => dependency === name);
      expect(asked.map(([, range]) => range.replace(/^[\^~]/, ""))).toEqual(
        asked.map(() => version),
      );
    }
  });

  test("runs nothing when it is installed", async () => {
    const { scripts = {} } = await tarball.manifest();
    expect(
      Object.keys(scripts).filter((name) => /install|prepare/.test(name)),
    ).toEqual([]);
    // npm would run it through node-gyp, without any script.
    expect(tarball.files).not.toContain("binding.gyp");
  });
});

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourceRoot?: string;
  readonly sourcesContent?: readonly (string | null)[];
}
