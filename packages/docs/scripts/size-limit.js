import { readFileSync } from "node:fs";

/** How much the client may weigh in a bundle, minified and compressed: the limit that `check:size` holds it to. */
export function sizeLimit() {
  const { "size-limit": limits } = JSON.parse(
    readFileSync(new URL("../../client/package.json", import.meta.url), "utf8"),
  );
  return limits[0].limit;
}
