// Writes what the pages show of other sources: references, tables of settings, the changelog.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { writeApiReferences } from "./api-reference.js";
import { changelog, clientVersion } from "./changelog.js";
import { errorTables } from "./error-tables.js";
import { flagsTables } from "./flags-tables.js";
import { files, generated, site } from "./folders.js";
import { writeSdkReference } from "./sdk-reference.js";
import { guidesList } from "./sections.js";
import { settingsTables } from "./settings-tables.js";
import { socialCard } from "./social-card.js";

for (const folder of [generated, files]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
writeApiReferences();
const project = await writeSdkReference();
const partials = {
  ...settingsTables(project),
  ...(await errorTables(project)),
  ...flagsTables(),
  guides: guidesList(),
  "client-version": await clientVersion(),
  "client-size": sizeLimit(),
};
for (const [name, text] of Object.entries(partials)) {
  // Without a line break at the end: a page may include it within a sentence.
  writeFileSync(new URL(`${name}.md`, generated), text);
}
writeFileSync(new URL("changelog.md", site), await changelog());
writeFileSync(new URL("social-card.png", files), socialCard());

/** How much the client may weigh in a bundle, minified and compressed: the limit that `check:size` holds it to. */
function sizeLimit() {
  const { "size-limit": limits } = JSON.parse(
    readFileSync(new URL("../../client/package.json", import.meta.url), "utf8"),
  );
  return limits[0].limit;
}
