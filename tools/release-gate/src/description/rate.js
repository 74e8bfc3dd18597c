import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlias, parse, parseDocument, stringify, visit } from "yaml";
import { corrections } from "./corrections.js";
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
 * @param {string} base path of the older description
 * @param {string} revision path of the newer one
 * @returns {Promise<RatedChange[]>} each change with the bump that it asks for
 */
export async function rateChanges(base, revision) {
  const texts = await Promise.all([
    readFile(base, "utf8"),
    readFile(revision, "utf8"),
  ]);
  if (texts[0] === texts[1]) return [];
  const documents = { base: parse(texts[0]), revision: parse(texts[1]) };
  const changes = await withoutAliases(texts, [base, revision], redoclyDiff);
  return [...changes, ...unseen(documents)].map((change) => {
    const correction = corrections.find(({ when }) => when(change, documents));
    return !correction || correction.bump === change.impact
      ? { change, bump: change.impact }
      : { change, bump: correction.bump, why: correction.why };
  });
}

/**
 * `redocly diff` does not see a change that an alias of YAML brings. Documents with one are compared in
 * their long form, in which the lines are others.
 *
 * @template T
 * @param {string[]} texts
 * @param {[base: string, revision: string]} files
 * @param {(base: string, revision: string) => Promise<T>} compare
 * @returns {Promise<T>}
 */
async function withoutAliases(texts, files, compare) {
  if (!texts.some(hasAlias)) return compare(...files);
  const folder = await mkdtemp(join(tmpdir(), "description-"));
  try {
    const [base, revision] = ["base.yaml", "revision.yaml"].map((name) =>
      join(folder, name),
    );
    for (const [index, file] of [base, revision].entries())
      await writeFile(
        /** @type {string} */ (file),
        stringify(parse(texts[index] ?? ""), { aliasDuplicateObjects: false }),
      );
    return await compare(
      /** @type {string} */ (base),
      /** @type {string} */ (revision),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** @param {string} text */
function hasAlias(text) {
  let found = false;
  visit(parseDocument(text), {
    Alias(_, node) {
      found = isAlias(node);
      return visit.BREAK;
    },
  });
  return found;
}

/**
 * What `redocly diff` does not report: the servers of a path or an operation, and that the first server is the one that clients use by default.
 *
 * @param {import("./new-body.js").Documents} documents
 * @returns {Change[]}
 */
function unseen({ base, revision }) {
  return [
    ...unseenDefault({ base, revision }),
    ...unseenServers({ base, revision }),
  ];
}

/**
 * @param {import("./new-body.js").Documents} documents
 * @returns {Change[]}
 */
function unseenServers({ base, revision }) {
  /** @type {Change[]} */
  const changes = [];
  for (const [url, item] of Object.entries(revision.paths ?? {})) {
    const before = base.paths?.[url];
    if (!before) continue;
    for (const method of ["", ...Object.keys(item)]) {
      if (method && (!before[method] || !item[method]?.responses)) continue;
      const [was, is] = [before, item].map((node) =>
        JSON.stringify(serversOf((method ? node[method] : node) ?? {})),
      );
      if (was === is) continue;
      const place = ["#/paths", url.replaceAll("/", "~1"), method];
      changes.push({
        path: [...place.filter(Boolean), "servers"].join("/"),
        typeName: "ServerList",
        kind: "modified",
        impact: "major",
        verdicts: [
          {
            ruleId: "servers-changed",
            message: `The servers of \`${method} ${url}\` were ${was}, and are ${is}.`,
          },
        ],
      });
    }
  }
  return changes;
}

/**
 * @param {import("./new-body.js").Documents} documents
 * @returns {Change[]}
 */
function unseenDefault({ base, revision }) {
  const [before, after] = [serversOf(base), serversOf(revision)];
  const isSame = before.toSorted().join() === after.toSorted().join();
  if (!isSame || before[0] === after[0]) return [];
  return [
    {
      path: "#/servers/0",
      typeName: "ServerList",
      kind: "modified",
      impact: "major",
      verdicts: [
        {
          ruleId: "default-server-changed",
          message: `The first server, the default of clients, was ${before[0]}.`,
        },
      ],
    },
  ];
}

/**
 * @param {{ servers?: { url: string }[] }} document
 * @returns {string[]}
 */
const serversOf = ({ servers = [] }) => servers.map(({ url }) => url);
