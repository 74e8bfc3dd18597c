import { acceptedLicenses } from "../../packages/mock-server/build/accepted-licenses.js";

/** @typedef {{ name: string, versions: string[] }} Dependency */

/**
 * Finds what keeps the packages from being published.
 *
 * @param {Record<string, Dependency[]>} byLicense what `pnpm licenses list --json` prints
 * @param {string[]} declared the dependencies that must be among them
 * @returns {string[]} a sentence for each problem
 */
export function findLicenseProblems(byLicense, declared) {
  const refused = Object.entries(byLicense)
    .filter(([license]) => !acceptedLicenses.includes(license))
    .flatMap(([license, dependencies]) =>
      dependencies.map(
        ({ name, versions }) =>
          `${name} ${versions.join(", ")} has the licence ${license}. Expected one of ${acceptedLicenses.join(", ")}. Read the licence. If users of the packages can accept it, add it to packages/mock-server/build/accepted-licenses.js.`,
      ),
    );
  const listed = Object.values(byLicense)
    .flat()
    .map(({ name }) => name);
  const missing = declared
    .filter((name) => !listed.includes(name))
    .map(
      (name) =>
        `${name} is declared, but pnpm lists no licence for it. Run \`npx -y pnpm@12 install\`.`,
    );
  return [...refused, ...missing];
}
