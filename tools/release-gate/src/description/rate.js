import { isAlias, isCollection, LineCounter, parseDocument } from "yaml";
import { corrections } from "./corrections.js";
import { inOneForm } from "./one-form.js";
import { keysOf } from "./pointer.js";
import { redoclyDiff } from "./redocly-diff.js";

/** @typedef {import("../bump.js").Bump} Bump */
/** @typedef {import("./redocly-diff.js").Change} Change */

/**
 * @typedef {object} RatedChange
 * @property {Change} change
 * @property {Bump} bump
 * @property {string} [why] where the rating is not that of `redocly diff`
 */

/**
 * @param {string} base the older description, as YAML
 * @param {string} revision the newer one
 * @returns {Promise<RatedChange[]>} each change with the bump that it asks for
 */
export async function rateChanges(base, revision) {
  const [before, after] = [readSource(base), readSource(revision)];
  if (before.json === after.json) return [];
  const documents = { base: before.form, revision: after.form };
  const changes = [
    ...(await redoclyDiff(before.form, after.form)),
    ...newDefaultServers(documents),
  ];
  if (changes.length === 0) return [{ change: anotherForm, bump: "patch" }];
  return changes.map((change) => {
    if (change.base) change.base.line = before.lineOf(change.base.pointer);
    if (change.revision)
      change.revision.line = after.lineOf(change.revision.pointer);
    const correction = corrections.find(({ when }) => when(change, documents));
    return !correction || correction.bump === change.impact
      ? { change, bump: change.impact }
      : { change, bump: correction.bump, why: correction.why };
  });
}

/** @type {Change} Users get another file, which says the same. */
const anotherForm = {
  path: "#/",
  typeName: "Root",
  kind: "modified",
  impact: "patch",
  verdicts: [
    { ruleId: "another-form", message: "It says the same in another way." },
  ],
};

/**
 * @typedef {object} Source
 * @property {string} json what it says, without comments, line breaks and aliases
 * @property {any} form
 * @property {(pointer: string) => number} lineOf of what the pointer leads to, or of what it was in
 */

/**
 * @param {string} text
 * @returns {Source}
 */
function readSource(text) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const content = document.toJS();
  return {
    json: JSON.stringify(content),
    form: inOneForm(content),
    lineOf(pointer) {
      let node = document.contents;
      for (const key of keysOf(pointer)) {
        const next = isCollection(node) ? node.get(key, true) : undefined;
        if (!next) break;
        node = /** @type {typeof node} */ (
          isAlias(next) ? next.resolve(document) : next
        );
      }
      return lines.linePos(node?.range?.[0] ?? 0).line;
    },
  };
}

/**
 * What `redocly diff` does not report: that another server comes first, which is the one that clients use by default.
 *
 * @param {import("./new-body.js").Documents} documents
 * @returns {Change[]}
 */
function newDefaultServers({ base, revision }) {
  const known = new Map(serversByPlace(base));
  return serversByPlace(revision).flatMap(([path, servers]) => {
    const before = known.get(path) ?? [];
    const isReordered =
      before[0] !== servers[0] &&
      before.toSorted().join() === servers.toSorted().join();
    if (!isReordered) return [];
    const message = `The first server, the default of clients, was ${before[0]}.`;
    return /** @type {Change[]} */ ([
      {
        path,
        typeName: "ServerList",
        kind: "modified",
        impact: "major",
        verdicts: [{ ruleId: "default-server-changed", message }],
      },
    ]);
  });
}

/**
 * @param {any} document
 * @returns {(readonly [path: string, urls: string[]])[]} of the document and of each operation that has its own
 */
function serversByPlace({ servers = [], paths = {} }) {
  const urls = (/** @type {{ url: string }[]} */ list) =>
    list.map(({ url }) => url);
  const own = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([, operation]) => operation?.servers)
      .map(([method, operation]) => {
        const key = path.replaceAll("/", "~1");
        const place = `#/paths/${key}/${method}/servers`;
        return /** @type {const} */ ([place, urls(operation.servers)]);
      }),
  );
  return [["#/servers", urls(servers)], ...own];
}
