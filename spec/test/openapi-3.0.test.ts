import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { toOpenapi30 } from "../build/to-openapi-3.0.js";

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL("..", import.meta.url));
const inDist = async (name: string) =>
  JSON.parse(
    await readFile(new URL(`../dist/${name}`, import.meta.url), "utf8"),
  );

test("the rendering is valid OpenAPI 3.0", async () => {
  const { stderr } = await run(
    process.execPath,
    [
      "node_modules/@redocly/cli/bin/cli.js",
      ...["lint", "dist/openapi-3.0.json", "--extends", "spec"],
    ],
    { cwd: packageRoot },
  );
  expect((await inDist("openapi-3.0.json")).openapi).toMatch(/^3\.0\./);
  expect(stderr).toContain("Your API description is valid");
});

test("it has every operation, response and schema of the description", async () => {
  const [description, rendering] = await Promise.all([
    inDist("openapi.json"),
    inDist("openapi-3.0.json"),
  ]);
  // What 3.0 writes in other words stands in schemas.
  const outline = (part: object) =>
    JSON.parse(
      JSON.stringify(part, (key, value) =>
        key === "schema" ? "a schema" : value,
      ),
    );
  expect(outline(rendering.paths)).toEqual(outline(description.paths));
  expect(outline(rendering.components.responses)).toEqual(
    outline(description.components.responses),
  );
  expect(Object.keys(rendering.components.schemas)).toEqual(
    Object.keys(description.components.schemas),
  );
});

describe("null as a member of a union", () => {
  const rewritten = (schema: object) => {
    const description = {
      openapi: "3.1.0",
      info: { title: "", version: "", summary: "" },
      components: { schemas: { It: schema } },
    };
    // The converter's objects have the prototype of another realm under vitest.
    const written = JSON.parse(JSON.stringify(toOpenapi30(description)));
    return written.components.schemas.It;
  };

  test("is taken by a member with a type", () => {
    const schema = {
      anyOf: [
        { $ref: "#/components/schemas/Other" },
        { type: "array", items: {} },
        { type: "null" },
      ],
    };
    expect(rewritten(schema)).toEqual({
      anyOf: [
        { $ref: "#/components/schemas/Other" },
        { type: "array", items: {}, nullable: true },
      ],
    });
    expect(schema.anyOf).toHaveLength(3);
  });

  test("is a member that takes nothing but null, if no other has a type", () => {
    const schema = {
      oneOf: [{ $ref: "#/components/schemas/Other" }, { type: "null" }],
    };
    expect(rewritten(schema)).toEqual({
      oneOf: [
        { $ref: "#/components/schemas/Other" },
        { type: "object", enum: [null], nullable: true },
      ],
    });
  });
});
