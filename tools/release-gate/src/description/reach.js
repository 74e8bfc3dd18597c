/** @typedef {import("./redocly-diff.js").Change} Change */

// What openapi-typescript does not write into the types.
const notInTypes = [
  /^security$/,
  /^tags$/,
  /^x-/,
  /^(min|max)(Length|Items|Properties|imum)$/,
  /^exclusive(Min|Max)imum$/,
  /^(pattern|multipleOf|uniqueItems)$/,
];

/** @param {Change} change */
const reachesTypes = ({ path, typeName, property = "" }) =>
  /^#\/(paths|webhooks|components)\b/.test(path) &&
  !/^Security|^Example$|^Server$/.test(typeName) &&
  !notInTypes.some((name) => name.test(property));

/**
 * Servers are the client's environments, and it is the client that authenticates.
 *
 * @param {Change} change
 */
const reachesClient = (change) =>
  reachesTypes(change) ||
  /^#\/servers\b/.test(change.path) ||
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
