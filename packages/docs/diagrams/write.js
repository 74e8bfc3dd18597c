// Draws what the pages include: a drawing for a wide screen, and a list for a narrow one.
import { mkdirSync, writeFileSync } from "node:fs";
import { retryList, retryTimeline } from "./retry-timeline.js";
import { drawSequence, listSequence } from "./sequence.js";
import { tokenFlow } from "./token-flow.js";

const generated = new URL("../site/generated/", import.meta.url);

/** @param {string} name @param {string} svg @param {string} list */
const write = (name, svg, list) =>
  writeFileSync(
    new URL(`${name}.md`, generated),
    `<div class="diagram">\n${svg}</div>\n${list}\n`,
  );

mkdirSync(generated, { recursive: true });
write("token-flow", drawSequence(tokenFlow), listSequence(tokenFlow));
write("retry-timeline", retryTimeline(), retryList());
