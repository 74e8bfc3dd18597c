import { readdirSync, readFileSync } from "node:fs";
import { packageRoot, repository } from "./files.js";

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly devDependencies?: Record<string, string>;
}

const manifest = (file: string): Manifest =>
  JSON.parse(readFileSync(file, "utf8"));

/** The packages of this repository that anybody can install once they are published. */
const published = [
  "spec",
  ...readdirSync(`${repository}packages`).map((name) => `packages/${name}`),
]
  .map((folder) => manifest(`${repository}${folder}/package.json`))
  .filter((found) => !found.private)
  .map(({ name }) => name);

const ours = manifest(`${packageRoot}package.json`).devDependencies ?? {};

/**
 * The packages in `npm install` lines that are neither published from here nor among the dependencies
 * that these samples are tested with.
 */
export const unknownPackages = (script: string): string[] =>
  [...script.matchAll(/^npm install (.*)$/gm)]
    .flatMap(([, words = ""]) => words.split(" "))
    .filter((word) => !word.startsWith("-"))
    .map((word) => word.replace(/(?<=.)@\d.*$/, ""))
    .filter((name) => !published.includes(name) && !(name in ours));
