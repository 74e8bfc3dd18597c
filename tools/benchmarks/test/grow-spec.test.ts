import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { growSpec } from "../src/grow-spec.js";

test("a grown description has operations with their own IDs, and no reference that leads nowhere", async () => {
  const file = fileURLToPath(
    import.meta.resolve("@melio-platform/spec/openapi.yaml"),
  );
  const text = await readFile(file, "utf8");
  const grown = parse(growSpec(text, 4));
  const { paths } = parse(text);
  expect(Object.keys(grown.paths)).toHaveLength(Object.keys(paths).length + 3);

  const json = JSON.stringify(grown);
  const ids = [...json.matchAll(/"operationId":"(\w+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, kind = "", name = ""] of json.matchAll(
    /"\$ref":"#\/components\/(\w+)\/(\w+)"/g,
  ))
    expect(grown.components[kind]).toHaveProperty(name);
});
