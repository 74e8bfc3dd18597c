/**
 * Where the suite runs, as the matrix tells it.
 *
 * @typedef {object} Settings
 * @property {import("./case.js").RuntimeKind} kind
 * @property {string} id sets this run apart from the others that use the same server
 * @property {string} origin of the server in front of the mock server
 * @property {string} refusedOrigin where nothing listens
 * @property {string} basePath `/v1`
 * @property {{ apiKey: string, idempotencyKey: string, account: string }} headers
 *   names of the request headers, as the spec has them
 *
 * @typedef {"mock" | "unavailable-once" | "unavailable" | "redirect" | "silent" | "stalled-body" | "wrong-body" | "html"} Scenario
 *
 * @typedef {object} RecordedRequest
 * @property {string} method
 * @property {string} path
 * @property {[name: string, value: string][]} headers as they came, names in lower case
 * @property {number} bodyLength in bytes
 *
 * @typedef {object} Place
 * @property {string} baseUrl
 * @property {() => Promise<RecordedRequest[]>} requests what came, oldest first
 *
 * @typedef {(scenario: Scenario) => Place} Lab
 */

/**
 * Gives each case places of its own on the server, which records what comes there.
 *
 * @param {Settings} settings
 * @param {number} caseNumber
 * @returns {Lab}
 */
export function createLab({ origin, basePath, id }, caseNumber) {
  return (scenario) => {
    const place = `${origin}/${scenario}/${id}-${caseNumber}`;
    return {
      baseUrl: place + basePath,
      async requests() {
        const response = await fetch(`${place}/requests`);
        return response.json();
      },
    };
  };
}
