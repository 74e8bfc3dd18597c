import type { Answer, ContractRequest, ContractResponse } from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { BoundedMap } from "./bounded.js";
import { refusal } from "./refusals.js";

/** The state of an idempotency key. */
export type IdempotencyState =
  | {
      readonly kind: "new";
      /** Keeps the answer for replays. */
      complete(response: ContractResponse): void;
      /** Forgets the reservation, since its answer must not be replayed. */
      release(): void;
    }
  /** The first request with this key is still being processed. */
  | { readonly kind: "in-flight" }
  /** The key came before with another request. */
  | { readonly kind: "reused"; readonly differences: readonly string[] }
  | { readonly kind: "done"; readonly response: ContractResponse };

/** The parts of a request that must be the same when its key is used again. */
export type Fingerprint = Readonly<Record<string, string>>;

/** Remembers the request and the answer of each idempotency key. */
export interface IdempotencyStore {
  /** What to do with a request; a new key is reserved for it. */
  begin(key: string, fingerprint: Fingerprint, now: number): IdempotencyState;
  reset(): void;
}

interface Entry {
  readonly fingerprint: Fingerprint;
  readonly expires: number;
  response?: ContractResponse;
}

/** How many keys are remembered. The oldest are dropped first. */
const rememberedKeys = 10_000;

/** @param ttl - How long a key is remembered, in milliseconds, from now on. */
export function createIdempotencyStore(ttl: () => number): IdempotencyStore {
  const entries = new BoundedMap<string, Entry>(rememberedKeys);

  return {
    begin(key, fingerprint, now) {
      const entry = entries.get(key);
      if (entry === undefined || entry.expires <= now) {
        entries.delete(key);
        const reserved: Entry = { fingerprint, expires: now + ttl() };
        entries.set(key, reserved);
        return {
          kind: "new",
          complete(response) {
            reserved.response = response;
          },
          release() {
            // A reset may have given the key to another request meanwhile.
            if (entries.get(key) === reserved) entries.delete(key);
          },
        };
      }
      const differences = Object.keys(fingerprint).filter(
        (part) => fingerprint[part] !== entry.fingerprint[part],
      );
      if (differences.length > 0) return { kind: "reused", differences };
      return entry.response === undefined
        ? { kind: "in-flight" }
        : { kind: "done", response: entry.response };
    },
    reset() {
      entries.clear();
    },
  };
}

/** What keeps a request from being done twice. */
export interface IdempotentParts {
  readonly contract: Contract;
  readonly idempotency: IdempotencyStore;
}

/** A request under its idempotency key. */
export interface KeyedRequest {
  readonly key: string;
  readonly fingerprint: Fingerprint;
  /** By the server's clock, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * Makes the function that does a request's work once for its idempotency key, as the IETF draft "The
 * Idempotency-Key HTTP Header Field" has it.
 */
export function createIdempotent({
  contract,
  idempotency,
}: IdempotentParts): (
  request: KeyedRequest,
  pause: () => Promise<void> | undefined,
  work: () => Answer,
) => Promise<Answer> {
  return async ({ key, fingerprint, now }, pause, work) => {
    const state = idempotency.begin(key, fingerprint, now);
    // The key is reserved from here on: an equal request that comes during the pause finds it in flight.
    await pause();
    switch (state.kind) {
      case "in-flight":
        return refusal(contract, {
          status: 409,
          outcome: "in-flight",
          message:
            "A request with this idempotency key is still being processed.",
        });
      case "reused":
        return refusal(contract, {
          status: 422,
          outcome: "key-reused",
          message: `This idempotency key was used with another request, which differs in ${state.differences.join(" and ")}.`,
          data: state.differences.map((part) => placeOf(part, contract)),
        });
      case "done": {
        const { response } = state;
        const headers = { ...response.headers, "idempotent-replayed": "true" };
        return {
          response: { ...response, headers },
          outcome: "replayed",
          violations: [],
        };
      }
      case "new":
        try {
          const answer = work();
          if (isReplayed(answer.response.status))
            state.complete(answer.response);
          else state.release();
          return answer;
        } catch (error) {
          state.release();
          throw error;
        }
    }
  };
}

/** As the description's own example names it. */
function placeOf(
  part: string,
  { headers, spelling }: Contract,
): { header: string } | { part: string } {
  const name = { account: headers.account, "API key": headers.apiKey }[part];
  const header = name === undefined ? undefined : spelling[name];
  return header === undefined ? { part } : { header };
}

/** Authentication and rate limits come before the work, so a retry does it again. */
function isReplayed(status: number): boolean {
  return status !== 401 && status !== 429;
}

/** What must be the same when an idempotency key is used again, named as a reader knows it. */
export function fingerprintOf({
  request: { method, path, body },
  query,
  account,
  apiKey,
}: {
  readonly request: ContractRequest;
  readonly query: string;
  readonly account: string | undefined;
  readonly apiKey: string;
}): Fingerprint {
  return {
    method,
    path,
    account: account ?? "",
    "API key": apiKey,
    query,
    body: body === undefined ? "" : JSON.stringify(body),
  };
}
