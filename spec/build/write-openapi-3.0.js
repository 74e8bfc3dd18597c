import { readFile, writeFile } from "node:fs/promises";
import { toOpenapi30 } from "./to-openapi-3.0.js";

const description = JSON.parse(await readFile("dist/openapi.json", "utf8"));
const rewritten = JSON.stringify(toOpenapi30(description), null, 2);
await writeFile("dist/openapi-3.0.json", `${rewritten}\n`);
