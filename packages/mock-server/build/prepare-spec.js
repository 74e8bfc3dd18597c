// Puts the description and its workflows into dist, so that the published package needs no other: as
// the server wants it, so that who serves it loads no parser, and as written, for `melio-mock verify`.
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { isMap, isSeq, LineCounter, parseDocument } from "yaml";
import { prepareSpec } from "../dist/prism/spec.js";

await mkdir("dist/spec", { recursive: true });
for (const name of ["openapi.json", "openapi.yaml", "auth-token.arazzo.yaml"]) {
  const source = import.meta.resolve(`@melio-platform/spec/${name}`);
  await copyFile(fileURLToPath(source), `dist/spec/${name}`);
}
await writeFile(
  "dist/spec/prepared.json",
  JSON.stringify(await prepareSpec("dist/spec/openapi.json")),
);

// Where each place of the two documents stands, for what verify says of a deviation.
const lines = {};
for (const name of ["openapi.yaml", "auth-token.arazzo.yaml"]) {
  const counter = new LineCounter();
  const text = await readFile(`dist/spec/${name}`, "utf8");
  const found = {};
  lines[name] = found;
  visit(parseDocument(text, { lineCounter: counter }).contents, "#", 0);

  function visit(node, pointer, offset) {
    found[pointer] = counter.linePos(offset).line;
    if (isMap(node))
      for (const { key, value } of node.items)
        visit(value, `${pointer}/${escaped(String(key.value))}`, key.range[0]);
    if (isSeq(node))
      for (const [index, item] of node.items.entries())
        visit(item, `${pointer}/${index}`, item.range[0]);
  }
}
await writeFile("dist/spec/lines.json", JSON.stringify(lines));

/** As in a JSON pointer (RFC 6901). */
function escaped(key) {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
