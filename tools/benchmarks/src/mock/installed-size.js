import { execFileSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * What a user gets who installs a package with npm and nothing else.
 *
 * @typedef {object} Installed
 * @property {string} name
 * @property {number} megabytes
 * @property {number} packages
 * @property {string[]} installScripts names of the packages that would run one
 */

const mockPackage = path.dirname(
  fileURLToPath(
    import.meta.resolve("@melio-platform/mock-server/package.json"),
  ),
);

/** @returns {Installed[]} */
export function measureInstalledSizes() {
  const packed = mkdtempSync(path.join(tmpdir(), "melio-bench-"));
  try {
    execFileSync("pnpm", ["pack", "--pack-destination", packed], {
      cwd: mockPackage,
      stdio: ["ignore", "ignore", process.stderr],
    });
    const tarball = path.join(packed, readdirSync(packed)[0] ?? "");
    return [
      install("@melio-platform/mock-server", { mock: `file:${tarball}` }),
      install("@stoplight/prism-cli 5.14.2", {
        "@stoplight/prism-cli": "5.14.2",
      }),
      install("@stoplight/prism-http 5.12.0", {
        "@stoplight/prism-http": "5.12.0",
      }),
    ];
  } finally {
    rmSync(packed, { recursive: true });
  }
}

/**
 * @param {string} name
 * @param {Record<string, string>} dependencies
 * @returns {Installed}
 */
function install(name, dependencies) {
  const directory = mkdtempSync(path.join(tmpdir(), "melio-bench-"));
  try {
    writeFileSync(
      path.join(directory, "package.json"),
      JSON.stringify({ private: true, dependencies }),
    );
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"];
    execFileSync("npm", ["install", ...flags], {
      cwd: directory,
      stdio: "ignore",
    });
    const modules = path.join(directory, "node_modules");
    const lock = JSON.parse(
      readFileSync(path.join(modules, ".package-lock.json"), "utf8"),
    );
    /** @type {[string, { hasInstallScript?: boolean }][]} */
    const packages = Object.entries(lock.packages);
    const kilobytes = execFileSync("du", ["-sk", modules], {
      encoding: "utf8",
    });
    return {
      name,
      megabytes: Number.parseInt(kilobytes, 10) / 1_024,
      packages: packages.length,
      installScripts: packages
        .filter(([, { hasInstallScript }]) => hasInstallScript)
        .map(([location]) => location.replace(/^.*node_modules\//, "")),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
