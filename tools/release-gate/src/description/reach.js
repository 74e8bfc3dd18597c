/** @typedef {import("./redocly-diff.js").Change} Change */

/** What openapi-typescript does not write into the types. */
const notInTypes = new Set([
  "exclusiveMaximum",
  "exclusiveMinimum",
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
  "minItems",
  "minLength",
  "minProperties",
  "minimum",
  "multipleOf",
  "pattern",
  "security",
  "tags",
  "uniqueItems",
]);

/** @param {Change} change */
const reachesTypes = ({ path, typeName, property = "" }) =>
  ["#/paths", "#/webhooks", "#/components"].some((part) =>
    path.startsWith(part),
  ) &&
  typeName !== "Example" &&
  typeName !== "Server" &&
  !typeName.startsWith("Security") &&
  !property.startsWith("x-") &&
  !notInTypes.has(property);

/**
 * Servers are the client's environments, and it is the client that authenticates.
 *
 * @param {Change} change
 */
const reachesClient = (change) =>
  reachesTypes(change) ||
  change.path.startsWith("#/servers") ||
  /\/security(Schemes)?\b/.test(`${change.path}/${change.property}`);

/**
 * The packages that a change of `spec/openapi.yaml` reaches, as the data flows (ARCHITECTURE.md). The
 * spec and the mock server carry the whole description, so they are reached by each.
 *
 * @type {Record<string, (change: Change) => boolean>}
 */
export const reach = {
  "@melio-platform/spec": () => true,
  "@melio-platform/types": reachesTypes,
  "@melio-platform/client": reachesClient,
  "@melio-platform/mock-server": () => true,
};
