// Writes what the client must know of the spec at run time: servers, header names, and of each
// operation whether it takes an idempotency key and which shape its success has; and which
// serializers the operations need.
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

// Of openapi-fetch's serializers, which are a third of the client, just those that an operation of
// the spec needs.
const takes = (/** @type {string} */ place) =>
  allOperations.some(({ parameters }) =>
    parameters.some((parameter) => parameter.in === place),
  );
const hasBody = allOperations.some(({ operation }) => operation.requestBody);
/** @type {[ours: string, theirs: string, needed: boolean, otherwise: string][]} */
const serializers = [
  ["serializePath", "defaultPathSerializer", takes("path"), "(path) => path"],
  [
    "createQuerySerializer",
    "createQuerySerializer",
    takes("query"),
    '() => () => ""',
  ],
  [
    "serializeBody",
    "defaultBodySerializer",
    hasBody,
    "(body) => JSON.stringify(body)",
  ],
];
const serializersSource = [
  "// Generated from the spec by scripts/generate.js; do not edit.",
  'import * as openapiFetch from "openapi-fetch";',
  "",
  ...serializers.map(([ours, theirs, needed, otherwise]) =>
    needed
      ? `export const ${ours} = openapiFetch.${theirs};`
      : `export const ${ours}: typeof openapiFetch.${theirs} = ${otherwise};`,
  ),
  "",
].join("\n");

const sources = {
  "contract.ts": contractSource,
  "serializers.ts": serializersSource,
};
for (const [file, source] of Object.entries(sources)) {
  const target = new URL(`../src/generated/${file}`, import.meta.url);
  if ((await readFile(target, "utf8").catch(() => "")) === source) continue;
  if (process.argv.includes("--check")) {
    console.error(
      `src/generated/${file} is not what the spec gives; run \`pnpm generate\`.`,
    );
    process.exitCode = 1;
  } else {
    await writeFile(target, source);
  }
}
