// Writes what the client must know of the spec at run time: servers, header names, and of each
// operation whether it takes an idempotency key and which shape its success has.
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
/** @type {any} */
const spec = require("@melio-platform/spec/openapi.json");
const { name, version } = require("../package.json");

/** @param {any} node */
const deref = (node) => {
  if (!node?.$ref) return node;
  let target = spec;
  for (const key of node.$ref.slice("#/".length).split("/"))
    target = target[key];
  return target;
};

const primitives = ["string", "number", "boolean"];

/**
 * The required part of a schema as a nested record of type names; what these cannot express is
 * left out.
 * @param {any} node
 * @returns {unknown}
 */
const shapeOf = (node) => {
  const schema = deref(node);
  if (schema.type === "object") {
    /** @type {string[]} */
    const required = schema.required ?? [];
    return Object.fromEntries(
      required.map((key) => [key, shapeOf(schema.properties[key])]),
    );
  }
  if (schema.format === "date-time") return "date-time";
  if (schema.type === "integer") return "number";
  return primitives.includes(schema.type) ? schema.type : undefined;
};

/** @param {string} component */
const headerOf = (component) => spec.components.parameters[component].name;
const idempotencyKeyHeader = headerOf("IdempotencyKey");

const allOperations = Object.entries(spec.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([, operation]) => operation.responses)
    .map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method,
      operation,
      /** @type {any[]} */
      parameters: [
        ...(item.parameters ?? []),
        ...(operation.parameters ?? []),
      ].map(deref),
    })),
);

/** @param {typeof allOperations[number]} operation */
const factsOf = ({ method, operation, parameters }) => {
  const idempotent = parameters.some(
    ({ name }) => name === idempotencyKeyHeader,
  );
  const success =
    Object.keys(operation.responses).find((status) => status.startsWith("2")) ??
    "";
  const schema = deref(operation.responses[success])?.content?.[
    "application/json"
  ]?.schema;
  return {
    ...(idempotent && { idempotent }),
    // Not idempotent by itself (RFC 9110, 9.2.2): repeated without a key, it may be done twice.
    ...(!idempotent && ["post", "patch"].includes(method) && { maxRetries: 0 }),
    ...(schema && { success: shapeOf(schema) }),
  };
};

const contract = {
  servers: Object.fromEntries(
    spec.servers.map((/** @type {any} */ server) => [
      server["x-environment"],
      server.url,
    ]),
  ),
  apiKeyHeader: spec.components.securitySchemes.ApiKey.name,
  accountHeader: headerOf("MelioAccount"),
  idempotencyKeyHeader,
  errorResponse: shapeOf({ $ref: "#/components/schemas/ErrorResponse" }),
  operations: Object.fromEntries(
    allOperations.map((operation) => [operation.name, factsOf(operation)]),
  ),
  userAgent: `${name.replace(/^@|-platform/g, "").replace("/", "-")}/${version}`,
};

const contractSource = [
  "// Generated from the spec by scripts/generate.js; do not edit.",
  ...Object.entries(contract).map(
    ([key, value]) =>
      `export const ${key} = ${JSON.stringify(value, undefined, 2)} as const;`,
  ),
  "",
].join("\n");

const target = new URL("../src/generated/contract.ts", import.meta.url);
const written = await readFile(target, "utf8").catch(() => "");
if (written !== contractSource && process.argv.includes("--check")) {
  console.error(
    "src/generated/contract.ts is not what the spec gives; run `pnpm generate`.",
  );
  process.exitCode = 1;
} else if (written !== contractSource) {
  await writeFile(target, contractSource);
}
