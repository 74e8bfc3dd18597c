import { randomUUID } from "node:crypto";

/**
 * @typedef {object} User
 * @property {string} name
 * @property {string} [melioAccount] ID of the Melio Account that the user may act for
 *
 * @typedef {ReturnType<typeof createSessions>} Sessions
 */

/** In a real shop these come from its database, and a password is asked for. */
const users = /** @type {Record<string, User>} */ ({
  ada: { name: "Ada", melioAccount: "acc_ada" },
  ben: { name: "Ben", melioAccount: "acc_ben" },
  cleo: { name: "Cleo" },
});

/** A stub of a login: who is signed in, by the value of the session's cookie. */
export function createSessions() {
  /** @type {Map<string, User>} */
  const signedIn = new Map();
  return {
    /** @param {string} login */
    signIn(login) {
      const user = Object.hasOwn(users, login) ? users[login] : undefined;
      if (!user) return undefined;
      const id = randomUUID();
      signedIn.set(id, user);
      return id;
    },
    /** @param {string | undefined} id */
    userOf: (id) => signedIn.get(id ?? ""),
    /** @param {string | undefined} id */
    signOut: (id) => signedIn.delete(id ?? ""),
  };
}
