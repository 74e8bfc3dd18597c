/**
 * Somebody's way to mint a token. It does what its documentation shows first, with the defaults that
 * it has, over a connection that is kept alive.
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string | undefined} entry
 *   A module that uses the least of it which mints a token (our own client: everything that the
 *   entry point exports), for the size; `undefined` if it is part of the runtime.
 * @property {(server: Server) => () => Promise<string>} connect
 *   Gives a function that mints one token.
 *
 * @typedef {object} Server
 * @property {string} origin `http://127.0.0.1:4010`
 * @property {string} baseUrl {@link origin} with the base path of the spec
 */
export {};
