import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The parts of a CycloneDX document that are read or written here.
 *
 * @typedef {object} Component
 * @property {string} bom-ref
 * @property {string} type
 * @property {string} name
 * @property {string} version
 * @property {string} scope
 * @property {string} purl
 * @property {{ name: string, value: string }[]} properties
 * @property {{ license: { id: string } }[]} licenses
 *
 * @typedef {object} Sbom
 * @property {{ component: { "bom-ref": string } }} metadata
 * @property {Partial<Component>[]} components
 * @property {{ ref: string, dependsOn: string[] }[]} dependencies
 */

/**
 * Adds the packages whose code is inside of the package itself, which npm cannot see. The build that
 * bundles them keeps a record of them.
 *
 * @param {Sbom} sbom
 * @param {string} root the package's, unpacked
 * @returns {Sbom}
 */
export function addBundled(sbom, root) {
  const record = join(root, "dist/bundled-packages.json");
  if (!existsSync(record)) return sbom;
  /** @type {{ name: string, version: string, license: string }[]} */
  const packages = JSON.parse(readFileSync(record, "utf8"));
  const bundled = packages.map(componentOf);
  const references = bundled.map((component) => component["bom-ref"]);
  const self = sbom.metadata.component["bom-ref"];
  return {
    ...sbom,
    components: [...sbom.components, ...bundled],
    dependencies: [
      ...sbom.dependencies.map(({ ref, dependsOn }) =>
        ref === self
          ? { ref, dependsOn: [...dependsOn, ...references] }
          : { ref, dependsOn },
      ),
      ...references.map((ref) => ({ ref, dependsOn: [] })),
    ],
  };
}

/**
 * @param {{ name: string, version: string, license: string }} bundled
 * @returns {Component}
 */
function componentOf({ name, version, license }) {
  return {
    // A copy inside of the package: another one may be installed beside it.
    "bom-ref": `bundled:${name}@${version}`,
    type: "library",
    name,
    version,
    scope: "required",
    // https://github.com/package-url/purl-spec: the scope's @ is written in percent-encoding.
    purl: `pkg:npm/${name.replace(/^@/, "%40")}@${version}`,
    // https://github.com/CycloneDX/cyclonedx-property-taxonomy, namespace cdx:npm
    properties: [{ name: "cdx:npm:package:bundled", value: "true" }],
    licenses: [{ license: { id: license } }],
  };
}
