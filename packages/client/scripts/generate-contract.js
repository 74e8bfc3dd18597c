// Writes what the client must know of the spec at run time: servers, header names, and of each
// operation whether it takes an idempotency key and which shape its success has.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const spec = require("@melio-platform/spec/openapi.json");
const { name, version } = require("../package.json");

const deref = (/** @type {any} */ node) =>
  node?.$ref
    ? node.$ref
        .slice(2)
        .split("/")
        .reduce(
          (/** @type {any} */ at, /** @type {string} */ key) => at[key],
          spec,
        )
    : node;

const primitives = new Set(["string", "number", "boolean"]);

/** The required part of a schema as a nested record of type names; what it cannot express is `any`. */
const shapeOf = (/** @type {any} */ ref) => {
  const schema = deref(ref);
  if (schema.type === "object") {
    return Object.fromEntries(
      (schema.required ?? []).map((/** @type {string} */ key) => [
        key,
        shapeOf(schema.properties[key]),
      ]),
    );
  }
  if (schema.format === "date-time") return "date-time";
  if (schema.type === "integer") return "number";
  return primitives.has(schema.type) ? schema.type : "any";
};

const jsonSchemaOf = (/** @type {any} */ response) =>
  deref(response)?.content?.["application/json"]?.schema;
const headerOf = (/** @type {string} */ component) =>
  spec.components.parameters[component].name;

const idempotencyKey = headerOf("IdempotencyKey");
const operations = Object.entries(spec.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, operation]) => operation?.responses)
    .map(([method, operation]) => {
      const success = Object.keys(operation.responses).find((status) =>
        status.startsWith("2"),
      );
      const schema = success && jsonSchemaOf(operation.responses[success]);
      const parameters = [
        ...(item.parameters ?? []),
        ...(operation.parameters ?? []),
      ].map(deref);
      return [
        `${method.toUpperCase()} ${path}`,
        {
          ...(parameters.some(
            (/** @type {any} */ { name }) => name === idempotencyKey,
          ) && { takesIdempotencyKey: true }),
          ...(schema && { success: shapeOf(schema) }),
        },
      ];
    }),
);

const contract = {
  servers: Object.fromEntries(
    spec.servers.map((/** @type {any} */ server) => [
      server["x-environment"],
      server.url,
    ]),
  ),
  apiKeyHeader: spec.components.securitySchemes.ApiKey.name,
  accountHeader: headerOf("MelioAccount"),
  idempotencyKeyHeader: idempotencyKey,
  errorResponse: shapeOf({ $ref: "#/components/schemas/ErrorResponse" }),
  operations: Object.fromEntries(operations),
  userAgent: `${name.slice(1).replace("/", "-")}/${version}`,
};

const target = new URL("../src/generated/contract.ts", import.meta.url);
const source = [
  "// Generated from the spec by scripts/generate-contract.js; do not edit.",
  ...Object.entries(contract).map(
    ([key, value]) =>
      `export const ${key} = ${JSON.stringify(value, undefined, 2)} as const;`,
  ),
  "",
].join("\n");
const stale = (await readFile(target, "utf8").catch(() => "")) !== source;
if (stale && process.argv.includes("--check")) {
  console.error(
    "src/generated/contract.ts is not what the spec gives; run `pnpm generate`.",
  );
  process.exitCode = 1;
} else if (stale) {
  await writeFile(target, source);
}
