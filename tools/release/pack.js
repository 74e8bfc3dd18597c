// Packs each package whose version has no tag yet into a folder, and tells the workflow which:
//
//   node tools/release/pack.js tarballs
//
// A tag is the last thing that a release sets: what has none may be half released, and is packed again.
// Run after a build, by `pnpm exec`: it needs pnpm on the path.
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync } from "node:fs";
import { resolve } from "node:path";

const [, , folder] = process.argv;
if (folder === undefined) {
  console.error("Expected a folder for the tarballs: pack.js tarballs");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });

/** @type {{ name: string, version: string, path: string, private?: boolean }[]} */
const workspace = JSON.parse(
  execFileSync("pnpm", ["list", "--recursive", "--depth=-1", "--json"], {
    encoding: "utf8",
  }),
);
const tags = execFileSync("git", ["tag", "--list"], { encoding: "utf8" });
const released = new Set(tags.split("\n"));
const packages = [];
for (const { name, version, path, private: isPrivate } of workspace) {
  const id = `${name}@${version}`;
  // 0.0.0 is what a package says until its first changeset has raised it.
  if (isPrivate || version === "0.0.0" || released.has(id)) continue;
  execFileSync("pnpm", ["pack", "--pack-destination", resolve(folder)], {
    cwd: path,
    stdio: ["ignore", "inherit", "inherit"],
  });
  packages.push(id);
}
console.log(packages.length === 0 ? "Nothing is new." : packages.join("\n"));
const output = process.env["GITHUB_OUTPUT"];
if (output) appendFileSync(output, `packages=${JSON.stringify(packages)}\n`);
