import { follow, keysOf } from "./pointer.js";

/** @typedef {import("./redocly-diff.js").Change} Change */

/** @typedef {{ base: any, revision: any }} Documents the two descriptions, parsed */

/**
 * Whether a response or media type that is added to an operation has a body of a new shape. The types of success and
 * failure are unions of all bodies, so code that reads one shape does not compile with two.
 *
 * @param {Change} change
 * @param {Documents} documents
 */
export function isBodyOfNewShape({ kind, typeName, path }, documents) {
  const [section, url, method, responses, status = ""] = keysOf(path);
  const isAnswer = section === "paths" && responses === "responses";
  const isAdded =
    kind === "added" &&
    ["Response", "MediaTypesMap", "MediaType"].includes(typeName);
  if (!isAnswer || !isAdded) return false;

  /** @param {any} document */
  const answersOf = (document) =>
    document.paths?.[url ?? ""]?.[method ?? ""]?.responses ?? {};
  const known = new Set(
    Object.entries(answersOf(documents.base))
      .filter(([other]) => isSuccess(other) === isSuccess(status))
      .flatMap(([, response]) => bodies(documents.base, response)),
  );
  return bodies(documents.revision, answersOf(documents.revision)[status]).some(
    (body) => !known.has(body),
  );
}

/** @param {string} status */
const isSuccess = (status) => status.startsWith("2");

/**
 * @param {any} document
 * @param {any} response
 * @returns {string[]} the schema of each media type, none as an empty string
 */
function bodies(document, response) {
  const { content = {} } = follow(document, response) ?? {};
  const schemas = Object.values(content).map((media) =>
    JSON.stringify(media.schema ?? {}),
  );
  return schemas.length === 0 ? [""] : schemas;
}
