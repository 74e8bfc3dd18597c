// Draws what the pages include.
import { mkdirSync, writeFileSync } from "node:fs";
import { retryTimeline } from "./retry-timeline.js";
import { tokenFlow } from "./token-flow.js";

const generated = new URL("../site/generated/", import.meta.url);

mkdirSync(generated, { recursive: true });
writeFileSync(new URL("token-flow.svg", generated), tokenFlow());
writeFileSync(new URL("retry-timeline.svg", generated), retryTimeline());
