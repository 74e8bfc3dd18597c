// Loaded before a sample is run: the API's own servers are the mock server of the test.
const { API_SERVERS = "[]", API_STAND_IN = "" } = process.env;
/** @type {string[]} */
const servers = JSON.parse(API_SERVERS);
const { fetch } = globalThis;

/** @param {string | URL | Request} input @param {RequestInit} [init] */
globalThis.fetch = (input, init) => {
  const url = String(input);
  const server = servers.find((server) => url.startsWith(server));
  return fetch(server ? url.replace(server, API_STAND_IN) : input, init);
};
