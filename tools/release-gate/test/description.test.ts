import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseDocument } from "yaml";
import { highest } from "../src/bump.js";
import { rateChanges } from "../src/description/rate.js";
import { edits } from "./edits.js";

const spec = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi.yaml"),
);
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "description-"));
});
afterAll(() => rm(directory, { recursive: true }));

test.concurrent.for(edits)(
  "$name: $bump",
  async ({ name, bump, edit, before, redocly = bump }, { expect }) => {
    const document = parseDocument(await readFile(spec, "utf8"));
    const write = async (state: string) => {
      const file = join(directory, `${name}.${state}.yaml`);
      await writeFile(file, document.toString({ lineWidth: 0 }));
      return file;
    };
    before?.(document);
    const base = await write("base");
    edit(document);
    const changes = await rateChanges(base, await write("revision"));

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
});
