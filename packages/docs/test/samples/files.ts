import { readdirSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this package. */
export const packageRoot = fileURLToPath(new URL("../../", import.meta.url));
/** The folder of the repository. */
export const repository = fileURLToPath(
  new URL("../../../../", import.meta.url),
);
export const samplesFolder = `${packageRoot}samples/`;

/** Every sample, by its path below `samples`. */
export function sampleFiles(): string[] {
  return readdirSync(samplesFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => extname(file) && !file.startsWith("dist"))
    .filter((file) => file !== "tsconfig.json")
    .sort();
}
