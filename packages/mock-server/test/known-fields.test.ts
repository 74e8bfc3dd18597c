import { expect, test } from "vitest";
import { loadOperations } from "../src/prism/spec.js";
import { createKnownFields } from "../src/verify/known-fields.js";
import { largerSpec } from "./support/larger-spec.js";

const text = { type: "string" };
const named = (name: string, schema: object) => ({
  type: "object",
  properties: { [name]: schema },
});

/** A schema that refers to another, which is composed of it. */
const pet = {
  ...named("id", text),
  oneOf: [{ $ref: "#/components/schemas/Cat" }],
};
const cat = {
  allOf: [
    { $ref: "#/components/schemas/Pet" },
    named("name", named("first", text)),
  ],
};

async function knownFields(schema: object, body: unknown) {
  const document = {
    ...largerSpec,
    components: { schemas: { Pet: pet, Cat: cat } },
    paths: {
      "/things": {
        get: {
          responses: {
            200: {
              description: "A thing.",
              content: { "application/json": { schema } },
            },
          },
        },
      },
    },
  };
  const shown = createKnownFields(document, await loadOperations(document));
  return shown({
    method: "GET",
    path: "/things",
    answer: { status: 200, headers: {}, body },
  });
}

const body = { id: "1", name: { first: "Ada", further: 1 }, further: 1 };
const known = { id: "1", name: { first: "Ada" } };

test.each([
  [
    "one schema",
    {
      ...named("id", text),
      properties: { id: text, name: named("first", text) },
    },
  ],
  [
    "allOf",
    { allOf: [named("id", text), named("name", named("first", text))] },
  ],
  [
    "allOf beside properties",
    { ...named("id", text), allOf: [named("name", named("first", text))] },
  ],
  ["schemas that refer to each other", { $ref: "#/components/schemas/Pet" }],
  [
    "oneOf",
    {
      oneOf: [
        named("id", text),
        { anyOf: [named("name", named("first", text))] },
      ],
    },
  ],
])("leaves out what %s does not name", async (_, schema) => {
  expect(await knownFields(schema, body)).toEqual(known);
  expect(await knownFields({ type: "array", items: schema }, [body])).toEqual([
    known,
  ]);
});

test.each([
  ["any field", { ...named("id", text), additionalProperties: true }],
  [
    "no further field",
    { allOf: [named("id", text), { additionalProperties: false }] },
  ],
  [
    "fields by pattern",
    { ...named("id", text), patternProperties: { "^x-": text } },
  ],
  ["no field at all", { allOf: [{ type: "object" }] }],
])("keeps everything where the schema speaks of %s", async (_, schema) => {
  expect(await knownFields(schema, body)).toEqual(body);
});
