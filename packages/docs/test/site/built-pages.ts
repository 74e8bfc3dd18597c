import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { load } from "cheerio";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Redoc's page of the API. */
export const redocPage = "generated/redoc.html";

/** Every page of the built site, by its file's path below `dist`. */
export const builtPages = readdirSync(dist, { recursive: true })
  .map((file) => String(file))
  .filter((file) => file.endsWith(".html"))
  // Redoc's own page of the API is no page of this site; it has tests of its own.
  .filter((file) => file !== redocPage)
  .sort();

/** What a browser makes of a page; of a file that is none, its text. */
export const readBuilt = (file: string) => readFileSync(dist + file, "utf8");
export const parseBuilt = (file: string) => load(readBuilt(file));
