// The few assertions that the cases need; no test framework runs in every runtime.

/**
 * @typedef {import("@melio-platform/client").AnyMelioError} AnyMelioError
 * @typedef {{ [E in AnyMelioError as E["name"]]: E }} Errors the errors by their names
 */

/**
 * @param {unknown} condition
 * @param {string} what
 * @returns {asserts condition}
 */
export function check(condition, what) {
  if (!condition) throw new Error(what);
}

/**
 * @param {unknown} actual
 * @param {unknown} expected compared as JSON
 * @param {string} what
 */
export function equal(actual, expected, what) {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  check(got === wanted, `${what}: expected ${wanted}, got ${got}`);
}

/**
 * @template {keyof Errors} Kind
 * @param {Promise<unknown>} promise
 * @param {Kind} kind
 * @returns {Promise<Errors[Kind]>} the error
 */
export async function rejects(promise, kind) {
  const reason = await rejection(promise);
  const { name, stack } = Object(reason);
  check(name === kind, `expected a ${kind}, got ${stack ?? String(reason)}`);
  return /** @type {Errors[Kind]} */ (reason);
}

/**
 * @param {Promise<unknown>} promise
 * @returns {Promise<unknown>} the reason
 */
export async function rejection(promise) {
  try {
    await promise;
  } catch (reason) {
    return reason;
  }
  throw new Error("expected a rejection, but the promise was fulfilled");
}
