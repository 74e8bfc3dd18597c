import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { acceptedLicenses } from "./accepted-licenses.js";

/**
 * The packages whose code is in a bundle.
 *
 * @param {import("esbuild").Metafile} metafile
 */
export function bundledPackages(metafile) {
  const directories = new Set(
    Object.values(metafile.outputs)
      .flatMap(({ inputs }) => Object.entries(inputs))
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => packageDirectory(input))
      .filter((directory) => directory !== undefined),
  );
  return [...directories]
    .map(describe)
    .sort(
      (a, b) =>
        a.name.localeCompare(b.name) || a.version.localeCompare(b.version),
    );
}

/** @param {ReturnType<typeof bundledPackages>} packages */
export function notices(packages) {
  return [
    "This package contains code of the following packages, bundled by its build.",
    ...packages.map(
      ({ name, version, license, text }) =>
        `${"=".repeat(80)}\n${name} ${version}\nLicence: ${license}\n\n${text}`,
    ),
    "",
  ].join("\n\n");
}

function packageDirectory(input) {
  const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
  return match?.[1];
}

function describe(directory) {
  const manifest = JSON.parse(
    readFileSync(path.join(directory, "package.json"), "utf8"),
  );
  const { name, version } = manifest;
  // Before 2015 packages listed their licences as objects.
  const license = manifest.license ?? manifest.licenses?.[0]?.type;
  if (!acceptedLicenses.includes(license)) {
    throw new Error(
      `${name} ${version} has the licence ${JSON.stringify(license)}. Expected one of ${acceptedLicenses.join(", ")}; read it, and add it to build/accepted-licenses.js if its code may be passed on.`,
    );
  }
  return { name, version, license, text: licenseText(directory, manifest) };
}

/** Some packages name their licence without its text; then the notice is who wrote it. */
function licenseText(directory, { author, contributors, repository }) {
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined && existsSync(path.join(directory, file))) {
    return readFileSync(path.join(directory, file), "utf8").trim();
  }
  const people = [author, ...(contributors ?? [])]
    .filter(Boolean)
    .map((person) => (typeof person === "string" ? person : person.name));
  const source = typeof repository === "string" ? repository : repository?.url;
  return [
    `Copyright: ${people.join(", ") || "its authors"}`,
    `Source: ${source ?? "npm"}`,
  ].join("\n");
}
