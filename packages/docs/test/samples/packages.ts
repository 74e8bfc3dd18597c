import { readdirSync, readFileSync } from "node:fs";
import { repository } from "./files.js";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly repository?: { readonly url: string };
  readonly scripts?: Record<string, string>;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const manifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(`${repository}${folder}/package.json`, "utf8"));

/** The packages of this repository that anybody can install once they are published. */
const published = [
  "spec",
  ...readdirSync(`${repository}packages`).map((name) => `packages/${name}`),
]
  .map(manifest)
  .filter((found) => !found.private);

/** What else the texts install: what tests use, and so know the name of. */
const ours = [
  "packages/docs",
  ...["frameworks", "jest", "next", "nuxt", "pages"].map(
    (name) => `tools/release/projects/${name}`,
  ),
].flatMap((folder) => {
  const { dependencies = {}, devDependencies = {} } = manifest(folder);
  return Object.keys({ ...dependencies, ...devDependencies });
});
const { scripts = {}, devDependencies = {} } = manifest(".");
const address = manifest("spec").repository?.url.replace(/^git\+/, "");

/**
 * The packages in `npm install` lines that are neither published from here nor among the dependencies
 * that these samples are tested with.
 */
export const unknownPackages = (script: string): string[] =>
  [...script.matchAll(/^npm install (.*)$/gm)]
    .flatMap(([, words = ""]) => words.split(" "))
    .filter((word) => !word.startsWith("-"))
    .map((word) => word.replace(/(?<=.)@\d.*$/, ""))
    .filter((name) => !isKnown(name));

const isKnown = (name: string) =>
  published.some((found) => found.name === name) || ours.includes(name);

/** What a command may begin with, and whether the rest of it is there. */
const commands: [RegExp, (name: string) => boolean][] = [
  [/^npm install /, () => true], // see unknownPackages
  [/^npx -y pnpm@12 (?:run )?([\w:]+)/, isScript],
  [/^npx -y pnpm@12 -C (\S+ run \S+)/, isScriptOf],
  [
    /^npx (melio-mock|@melio-platform\/mock-server|@redocly\/cli@2) /,
    () => true,
  ], // run by tests
  [/^npx @melio-platform\/client (token|doctor)\b/, () => true], // run by the client's own test
  [/^git clone (\S+)$/, (url) => url === address],
  [/^cd (\S+)$/, (folder) => address?.endsWith(`/${folder}.git`) === true],
  [/^export REDOCLY_CLI_RESPECT_INPUT=/, () => true],
  [/^bash (\.ci\/run)$/, () => true],
  [/^curl /, () => true], // run by the mock server's own test
];

/** A package's own script: `tools/interop run fuzz`. */
function isScriptOf(command: string): boolean {
  const [folder = "", name = ""] = command.split(" run ");
  return Object.hasOwn(manifest(folder).scripts ?? {}, name);
}

/** A script of the root, or a tool of it. */
function isScript(name: string): boolean {
  return (
    name in scripts ||
    (`@changesets/cli` in devDependencies && name === "changeset")
  );
}

/** The commands of a shell sample that are unknown, with the packages that it installs and nobody has. */
export function unknownCommands(script: string): string[] {
  const lines = script
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s+)# .*$/, "").trim())
    .map((line) =>
      line.replace(/^(?:[A-Z_]+=(?:'[^']*'|\$\([^)]*\)|\S+) )+/, ""),
    )
    .filter((line) => line !== "");
  const unknown = lines.filter(
    (line) =>
      !commands.some(([form, isThere]) => {
        const [found, name = ""] = form.exec(line) ?? [];
        return found !== undefined && isThere(name);
      }),
  );
  return [...unknown, ...unknownPackages(script)];
}
