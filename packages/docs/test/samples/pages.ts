import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./files.js";

export const site = join(packageRoot, "site");

/** The pages that are written by hand, and the parts that they share. */
export const pages = readdirSync(site, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md"))
  .filter((file) => !/^(\.|generated|reference|changelog|api\/)/.test(file))
  .map((file) => ({ file, text: readFileSync(join(site, file), "utf8") }));

/** Those that tools/release follows from top to end, since they show output; and the parts, which are theirs. */
export const followedPages = pages.filter(
  ({ file, text }) =>
    file.startsWith("parts/") ||
    /\[Output\]$|parts\/start-mock\.md/m.test(text),
);
