import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Installs other people's programs if they are not there yet; the lock file says what. */
export default function installPrograms(): void {
  execFileSync("pnpm", ["install", "--frozen-lockfile"], {
    cwd: fileURLToPath(new URL("../../programs", import.meta.url)),
    timeout: 280_000,
    stdio: "inherit",
  });
}
