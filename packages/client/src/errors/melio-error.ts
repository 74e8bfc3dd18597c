import type { Call } from "../call.js";

/** Base class of every error of this package. Tell them apart by {@link kind}. */
export abstract class MelioError extends Error {
  /** The class's name, as a literal: minification does not change it. */
  abstract override readonly name: string;
  /** What happened, in a word to branch on. */
  abstract readonly kind: string;
}

/** Base class of the errors that a call can end with once its settings were found to be right. */
export abstract class MelioCallError extends MelioError {
  /** HTTP method of the call. */
  declare readonly method: string;
  /** URL of the call. */
  declare readonly url: string;
  /**
   * Idempotency key that all attempts of the call carried; `undefined` if the operation takes none.
   * Give it to a further call to repeat this one without minting twice.
   */
  declare readonly idempotencyKey: string | undefined;
  /** How many attempts were made, the first one included. */
  declare readonly attempts: number;

  /** @internal */
  constructor(call: Call, what: string, facts: object) {
    super(`${call.method} ${call.url} ${what}`, facts); // which takes the `cause`, if there is one
    Object.assign(this, call, facts);
  }
}
