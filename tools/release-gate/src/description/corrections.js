import { isBodyOfNewShape } from "./new-body.js";
import { keysOf } from "./pointer.js";
import { isWord, keysBelow } from "./position.js";

/** @typedef {import("./redocly-diff.js").Change} Change */
/** @typedef {import("../bump.js").Bump} Bump */

/**
 * @typedef {object} Correction
 * @property {Bump} bump
 * @property {string} why
 * @property {(change: Change, documents: import("./new-body.js").Documents) => boolean} when
 */

/** Types of nodes that only people read. */
const types = ["Info", "Contact", "License", "Tag", "ExternalDocs", "Example"];

/** @param {Change} change */
function isWords({ path, typeName, property }) {
  if (types.includes(typeName)) return true;
  /** @type {import("./position.js").Keys} */
  let keys = "keywords";
  for (const key of [...keysOf(path), property ?? ""]) {
    if (isWord(keys, key)) return true;
    keys = keysBelow(keys, key);
  }
  return false;
}

/** @param {Change} change */
const isNamedByTypes = ({ path }) =>
  /^#\/components\/(?!securitySchemes)[^/]+\/[^/]+$/.test(path);

/** @param {unknown} value */
const isRequired = (value) =>
  value instanceof Object && "required" in value && value.required === true;

/** @param {unknown} value */
const asList = (value) => (Array.isArray(value) ? value : [value]);

/**
 * Where `redocly diff` rates a change differently from semantic versioning, for a TypeScript program that calls the
 * operations and reads their responses. The first entry that matches counts. If none does, the rating of
 * `redocly diff` counts.
 *
 * @type {Correction[]}
 */
export const corrections = [
  {
    bump: "patch",
    why: "only text and examples change",
    when: isWords,
  },
  {
    bump: "major",
    why: "requests go to another server",
    when: ({ path, typeName }) =>
      /^#\/paths\//.test(path) && /^Server/.test(typeName),
  },
  {
    bump: "minor",
    why: "deprecating asks for a minor release (semver.org, 7)",
    when: ({ property, revision }) =>
      property === "deprecated" && revision?.value === true,
  },
  {
    bump: "major",
    why: "programs use it by this name",
    when: (change) =>
      change.verdicts.length === 0 &&
      (["key", "name"].includes(change.property ?? "") ||
        (change.kind === "removed" && isNamedByTypes(change))),
  },
  {
    bump: "minor",
    why: "the types have a new name",
    when: (change) => change.kind === "added" && isNamedByTypes(change),
  },
  {
    bump: "major",
    why: "calls without a body are now rejected",
    when: ({ kind, typeName, revision }) =>
      kind === "added" &&
      typeName === "RequestBody" &&
      isRequired(revision?.value),
  },
  {
    bump: "major",
    why: "`data` or `error` becomes a union with another shape",
    when: isBodyOfNewShape,
  },
  {
    bump: "major",
    why: "what is no longer described cannot be sent or read",
    when: ({ kind, typeName }) => kind === "removed" && typeName === "Schema",
  },
  {
    bump: "major",
    why: "comparing with the removed value no longer compiles (TS2367)",
    when: ({ property, base, revision, verdicts }) =>
      property === "enum" &&
      revision?.value !== undefined &&
      verdicts.length === 0 &&
      asList(base?.value).some(
        (value) => !asList(revision?.value).includes(value),
      ),
  },
  {
    bump: "major",
    why: "code for the removed type no longer compiles (it narrows to never)",
    when: ({ property, base, revision, verdicts }) =>
      property === "type" &&
      verdicts.length === 0 &&
      asList(base?.value).some(
        (type) => type !== "null" && !asList(revision?.value).includes(type),
      ),
  },
  {
    bump: "major",
    why: "the types allowed further keys",
    when: ({ property, base }) =>
      property === "additionalProperties" && base?.value === true,
  },
  {
    bump: "major",
    why: "leaving it out now means something else",
    when: ({ property }) => property === "default",
  },
  {
    bump: "major",
    why: "it can no longer be sent or read",
    when: ({ property, revision }) =>
      ["readOnly", "writeOnly"].includes(property ?? "") &&
      revision?.value === true,
  },
  {
    bump: "major",
    why: "it may be missing from the response",
    when: ({ typeName, property, base }) =>
      typeName === "Header" && property === "required" && base?.value === true,
  },
  {
    bump: "major",
    why: "the client's setting `environment` uses this name",
    when: ({ property }) => property === "x-environment",
  },
  {
    bump: "minor",
    why: "more is accepted or promised than before",
    when: ({ typeName, kind, impact }) =>
      impact === "patch" &&
      (kind === "modified" || typeName.startsWith("SecurityRequirement")),
  },
];
