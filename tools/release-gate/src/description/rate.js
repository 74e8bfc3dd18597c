import { readFile } from "node:fs/promises";
import { parse } from "yaml";
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
  const changes = await redoclyDiff(base, revision);
  return [...changes, ...unseen(documents)].map((change) => {
    const correction = corrections.find(({ when }) => when(change, documents));
    return !correction || correction.bump === change.impact
      ? { change, bump: change.impact }
      : { change, bump: correction.bump, why: correction.why };
  });
}

/**
 * What `redocly diff` does not report: the first server is the one that clients use by default.
 *
 * @param {import("./new-body.js").Documents} documents
 * @returns {Change[]}
 */
function unseen({ base, revision }) {
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
