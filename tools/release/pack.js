// Packs each package whose version the registry does not have into a folder, and tells the workflow which:
//
//   node tools/release/pack.js tarballs
//
// Run after a build, by `pnpm exec`: it needs pnpm on the path.
import { execFileSync, spawnSync } from "node:child_process";
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
const packages = [];
for (const { name, version, path, private: isPrivate } of workspace) {
  const id = `${name}@${version}`;
  if (isPrivate || isPublished(id)) continue;
  execFileSync("pnpm", ["pack", "--pack-destination", resolve(folder)], {
    cwd: path,
    stdio: ["ignore", "inherit", "inherit"],
  });
  packages.push(id);
}
console.log(packages.length === 0 ? "Nothing is new." : packages.join("\n"));
const output = process.env["GITHUB_OUTPUT"];
if (output) appendFileSync(output, `packages=${JSON.stringify(packages)}\n`);

/** @param {string} id */
function isPublished(id) {
  const { stdout, stderr } = spawnSync("npm", ["view", id, "version"], {
    encoding: "utf8",
  });
  if (stdout.trim() !== "") return true;
  // A package that is new has no page, a version that is new no line.
  if (stderr === "" || /\bE404\b/.test(stderr)) return false;
  throw new Error(`The registry does not say whether it has ${id}: ${stderr}`);
}
