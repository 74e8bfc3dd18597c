import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { highest } from "../src/bump.js";
import { rateChanges } from "../src/description/rate.js";
import { edits } from "./edits.js";

let spec: string;
beforeAll(async () => {
  const file = import.meta.resolve("@melio-platform/spec/openapi.yaml");
  spec = await readFile(fileURLToPath(file), "utf8");
});

test.concurrent.for(edits)(
  "$name: $bump",
  async ({ bump, edit, before, redocly = bump }, { expect }) => {
    const document = parseDocument(spec);
    before?.(document);
    const base = document.toString({ lineWidth: 0 });
    edit(document);
    const changes = await rateChanges(
      base,
      document.toString({ lineWidth: 0 }),
    );

    const rated = highest(changes.map(({ bump }) => bump));
    const asFound = highest(
      changes
        .filter(({ change }) => change.base || change.revision)
        .map(({ change }) => change.impact),
    );
    expect({ rated, asFound }).toEqual({ rated: bump, asFound: redocly });
  },
);

test("a description that is the same asks for nothing", async () => {
  expect(await rateChanges(spec, spec)).toEqual([]);
  expect(await rateChanges(spec, `# A comment.\n${spec}`)).toEqual([]);
});

test("a change has the line of what is written, although the description is compared in another form", async () => {
  const base = `
openapi: 3.1.0
paths:
  /a:
    parameters: [{ name: X-A, in: header, schema: &text { type: string } }]
    get:
      responses:
        "200": { description: A. }
`;
  const [rated] = await rateChanges(
    base,
    base.replace("type: string", "type: integer"),
  );
  expect(rated).toMatchObject({
    bump: "major",
    change: { base: { line: 7 }, revision: { line: 7 } },
  });
});
