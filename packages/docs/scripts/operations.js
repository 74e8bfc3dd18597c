// An API description's operations and schemas as Markdown: found by the site's search, which does not see
// what Redoc shows, and read where no script runs.
import { markdownTable } from "./markdown-table.js";

/**
 * @typedef {{ $ref?: string, type?: string | string[], format?: string, items?: Schema, title?: string, description?: string, properties?: Record<string, Schema>, required?: string[] }} Schema
 * @typedef {{ name: string, in: string, required?: boolean, description: string, $ref?: string }} Parameter
 * @typedef {{ description: string, content?: Record<string, { schema: Schema }>, $ref?: string }} Body
 * @typedef {{ operationId: string, tags: string[], summary: string, description?: string, parameters?: Parameter[], requestBody?: Body, responses: Record<string, Body> }} Operation
 * @typedef {{ paths: Record<string, Record<string, Operation>>, components?: { schemas?: Record<string, Schema> } }} Description
 */

/** @param {Description} description */
export const operationsOf = (description) =>
  Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => operationId)
      .map(([method, operation]) => ({
        operation,
        request: `${method.toUpperCase()} ${path}`,
        /** Where Redoc shows it, in its page. */
        anchor: `/${(operation.tags[0] ?? "").toLowerCase()}/${operation.operationId}`,
      })),
  );

/** @param {Description} description */
export function operationsMarkdown(description) {
  const resolve = resolverOf(description);
  const operations = operationsOf(description).map(
    ({ operation, request, anchor }) => [
      `## ${operation.summary} {#${anchor}}`,
      `\`${request}\``,
      operation.description,
      parameters((operation.parameters ?? []).map(resolve)),
      operation.requestBody && body(resolve(operation.requestBody)),
      responses(
        Object.entries(operation.responses).map(([status, response]) => [
          status,
          resolve(response),
        ]),
      ),
    ],
  );
  const schemas = Object.entries(description.components?.schemas ?? {}).map(
    ([name, schema]) => [
      // No heading: Redoc has no address for it, to which the search could lead.
      `**${name}**: ${schema.description}`,
      properties(schema.properties, schema.required),
    ],
  );
  return `${[...operations, ...schemas].flat().filter(Boolean).join("\n\n")}\n`;
}

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

/** @param {Parameter[]} list */
const parameters = (list) =>
  list.length > 0 &&
  markdownTable(
    ["parameter", "in", "required", "what it is"],
    list.map((parameter) => [
      `\`${parameter.name}\``,
      parameter.in,
      parameter.required ? "yes" : "no",
      parameter.description,
    ]),
  );

/** @param {Body} request */
const body = ({ description, content }) =>
  `Body: ${schemaOf(content)}. ${description ?? ""}`;

/** @param {[string, Body][]} list */
const responses = (list) =>
  markdownTable(
    ["status", "when", "body"],
    list.map(([status, { description, content }]) => [
      status,
      description,
      schemaOf(content),
    ]),
  );

/** @param {Record<string, Schema>} [list] @param {string[]} [required] */
const properties = (list, required = []) =>
  list &&
  markdownTable(
    ["property", "type", "required", "what it is"],
    Object.entries(list).map(([name, schema]) => [
      `\`${name}\``,
      typeOf(schema),
      required.includes(name) ? "yes" : "no",
      schema.description ?? "",
    ]),
  );

/** @param {Record<string, { schema: Schema }>} [content] */
const schemaOf = (content = {}) =>
  Object.entries(content)
    .map(([type, { schema }]) => `${typeOf(schema)} as \`${type}\``)
    .join(", ");

/** @param {Schema | undefined} schema @returns {string} */
function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return `\`${schema.$ref.split("/").at(-1)}\``;
  const types = [schema.type ?? "any"].flat().join(" or ");
  if (schema.items) return `array of ${typeOf(schema.items)}`;
  return schema.format ? `${types} (${schema.format})` : types;
}
