// An API description's operations and schemas as Markdown, rendered when the site is built: read without
// any script, found by the search, and in the style of every other page.
import { markdownTable } from "./markdown-table.js";

/**
 * @typedef {{ $ref?: string, type?: string | string[], format?: string, items?: Schema, title?: string, description?: string, properties?: Record<string, Schema>, required?: string[], enum?: string[], oneOf?: Schema[], anyOf?: Schema[], allOf?: Schema[], example?: unknown, examples?: unknown[], minLength?: number }} Schema
 * @typedef {{ name: string, in: string, required?: boolean, description: string, schema?: Schema, example?: unknown, $ref?: string }} Parameter
 * @typedef {{ schema: Schema, example?: unknown, examples?: Record<string, { $ref?: string, summary?: string, value?: unknown }> }} Media
 * @typedef {{ description: string, required?: boolean, content?: Record<string, Media>, headers?: Record<string, { $ref?: string, description?: string }>, $ref?: string }} Body
 * @typedef {{ lang: string, label: string, source: string }} CodeSample
 * @typedef {{ operationId: string, tags: string[], summary: string, description?: string, parameters?: Parameter[], requestBody?: Body, responses: Record<string, Body>, security?: Record<string, string[]>[], "x-codeSamples"?: CodeSample[] }} Operation
 * @typedef {{ type: string, in?: string, name?: string, scheme?: string, description?: string }} SecurityScheme
 * @typedef {{ servers?: { url: string, description?: string }[], security?: Record<string, string[]>[], paths: Record<string, Record<string, Operation>>, components?: { schemas?: Record<string, Schema>, securitySchemes?: Record<string, SecurityScheme> } }} Description
 */

/** @param {Description} description */
export const operationsOf = (description) =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId)
      .map(([method, operation]) => ({
        operation,
        request: `${method.toUpperCase()} ${path}`,
        /** Where its page shows it. It stays the same when its summary is reworded. */
        anchor: operation.operationId,
      })),
  );

/**
 * @param {Description} description
 * @param {(operationId: string) => CodeSample[]} moreSamples those that the description does not have
 */
export function operationsMarkdown(description, moreSamples = () => []) {
  const resolve = resolverOf(description);
  const operations = operationsOf(description).map(
    ({ operation, request, anchor }) => {
      const named = (/** @type {string} */ name) => `{#${anchor}-${name}}`;
      const parameters = [
        ...credentials(description, operation),
        ...(operation.parameters ?? []).map(resolve).map(parameterRow),
      ];
      const body = operation.requestBody && resolve(operation.requestBody);
      return [
        `## ${operation.summary} {#${anchor}}`,
        `<p class="request"><code>${request}</code></p>`,
        operation.description,
        codeSamples([
          ...(operation["x-codeSamples"] ?? []),
          ...moreSamples(operation.operationId),
        ]),
        ...(parameters.length > 0
          ? [
              `### Headers and parameters ${named("parameters")}`,
              markdownTable(["name", "description"], parameters),
            ]
          : []),
        ...(body
          ? [
              `### Request body ${named("body")}`,
              `${body.required ? "Required" : "Optional"}: ${schemasOf(body.content)}. ${body.description ?? ""}`,
              examples(body, resolve, "Example request body"),
            ]
          : []),
        `### Responses ${named("responses")}`,
        ...responses(
          Object.entries(operation.responses).map(([status, response]) => [
            status,
            resolve(response),
          ]),
          resolve,
        ),
      ];
    },
  );
  const schemas = Object.entries(description.components?.schemas ?? {}).map(
    ([name, schema]) => [
      `### ${name} {#${name}}`,
      schema.description,
      schema.properties
        ? properties(schema.properties, schema.required)
        : `Type: ${typeOf(schema)}`,
    ],
  );
  return `${[
    servers(description),
    ...operations.flat(),
    "## Schemas",
    ...schemas.flat(),
  ]
    .filter(Boolean)
    .join("\n\n")}\n`;
}

/** @param {Description} description */
const servers = ({ servers = [] }) =>
  servers.length > 1 &&
  markdownTable(
    ["server", "base URL"],
    servers.map(({ url, description = "" }) => [description, `\`${url}\``]),
  );

/** @param {Description} description */
const resolverOf =
  (description) =>
  /**
   * @template {{ $ref?: string }} T
   * @param {T} part
   * @returns {T}
   */
  (part) =>
    part.$ref
      ? part.$ref
          .split("/")
          .slice(1)
          .reduce((/** @type {any} */ found, name) => found[name], description)
      : part;

/**
 * The headers by which a request says who sends it: they are among those that it needs.
 * @param {Description} description
 * @param {Operation} operation
 */
function credentials({ components, security = [] }, operation) {
  const schemes = components?.securitySchemes ?? {};
  const wanted = operation.security ?? security;
  const names = wanted.flatMap((requirement) => Object.keys(requirement));
  return names.flatMap((name) => {
    const scheme = schemes[name];
    if (!scheme) return [];
    const header =
      scheme.type === "apiKey" ? `${scheme.name}` : "Authorization";
    const required = wanted.length === 1 ? "required" : "one of them";
    return [
      [
        nameAndKind(header, `${scheme.in ?? "header"}, ${required}`),
        scheme.description ?? "",
      ],
    ];
  });
}

/** @param {Parameter} parameter */
const parameterRow = (parameter) => [
  nameAndKind(
    parameter.name,
    `${parameter.in}, ${parameter.required ? "required" : "optional"}`,
  ),
  parameter.description,
];

/**
 * A name with what it is, in one cell: columns of their own would leave little room for the description.
 * @param {string} name
 * @param {string} what
 */
const nameAndKind = (name, what) =>
  `\`${name}\`<br><span class="what">${what}</span>`;

/** @param {CodeSample[]} samples */
const codeSamples = (samples) =>
  samples.length > 0 &&
  [
    "::: code-group",
    ...samples.map(
      ({ lang, label, source }) =>
        `\`\`\`${lang === "TypeScript" ? "ts" : lang.toLowerCase()} [${label}]\n${source.trimEnd()}\n\`\`\``,
    ),
    ":::",
  ].join("\n\n");

/**
 * @param {[string, Body][]} list
 * @param {ReturnType<typeof resolverOf>} resolve
 */
const responses = (list, resolve) => [
  markdownTable(
    ["status", "when", "body"],
    list.map(([status, { description, content }]) => [
      status,
      description,
      schemasOf(content),
    ]),
  ),
  ...list
    .filter(
      ([, response], index) =>
        // 200 and 201 share one response.
        list.findIndex(([, other]) => other === response) === index,
    )
    .map(([status, response]) =>
      examples(response, resolve, `Example response: ${status}`),
    ),
];

/**
 * @param {Body} body
 * @param {ReturnType<typeof resolverOf>} resolve
 * @param {string} title
 */
const examples = ({ content = {} }, resolve, title) =>
  Object.entries(content)
    .filter(([type]) => /json/.test(type))
    .flatMap(([, media]) => [
      ...("example" in media ? [{ value: media.example, summary: "" }] : []),
      ...Object.values(media.examples ?? {}).map(resolve),
    ])
    .map(({ value, summary }) =>
      [
        `::: details ${title}${summary ? `, ${summary}` : ""}${/ 2\d\d$/.test(title) ? " {open}" : ""}`,
        `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``,
        ":::",
      ].join("\n\n"),
    )
    .join("\n\n");

/** @param {Record<string, Schema>} list @param {string[]} [required] */
const properties = (list, required = []) =>
  markdownTable(
    ["property", "description"],
    Object.entries(list).map(([name, schema]) => [
      nameAndKind(
        name,
        `${typeOf(schema)}, ${required.includes(name) ? "required" : "optional"}`,
      ),
      schema.description ?? "",
    ]),
  );

/** @param {Record<string, { schema: Schema }>} [content] */
const schemasOf = (content = {}) =>
  Object.entries(content)
    .map(([type, { schema }]) =>
      type === "application/json"
        ? typeOf(schema)
        : `${typeOf(schema)} as \`${type}\``,
    )
    .join(", ");

/** @param {Schema | undefined} schema @returns {string} */
function typeOf(schema) {
  if (!schema) return "";
  const name = schema.$ref?.split("/").at(-1);
  if (name) return `[\`${name}\`](#${name})`;
  if (schema.enum) {
    return schema.enum
      .map((value) => `\`${JSON.stringify(value)}\``)
      .join(", ");
  }
  const variants = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (variants)
    return variants.map(typeOf).join(schema.allOf ? " and " : " or ");
  const types = [schema.type ?? "any"].flat().join(" or ");
  if (schema.items) return `array of ${typeOf(schema.items)}`;
  return schema.format ? `${types} (${schema.format})` : types;
}
