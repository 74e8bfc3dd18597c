import { bounds } from "./position.js";

/** @typedef {import("./redocly-diff.js").Change} Change */

/** What openapi-typescript does not write into the types. */
const notInTypes = new Set([
  ...bounds,
  "exclusiveMaximum",
  "exclusiveMinimum",
  "security",
  "tags",
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
 * The servers are the client's environments, and the client authenticates.
 *
 * @param {Change} change
 */
const reachesClient = (change) =>
  reachesTypes(change) ||
  change.path.startsWith("#/servers") ||
  /\/security(Schemes)?\b/.test(`${change.path}/${change.property}`);

/**
 * The packages that a change of `spec/openapi.yaml` affects (ARCHITECTURE.md). The spec and the mock server contain
 * the whole description, so every change affects them.
 *
 * @type {Record<string, (change: Change) => boolean>}
 */
export const reach = {
  "@melio-platform/spec": () => true,
  "@melio-platform/types": reachesTypes,
  "@melio-platform/client": reachesClient,
  "@melio-platform/mock-server": () => true,
};
