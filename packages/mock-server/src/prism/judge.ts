import type {
  ContractRequest,
  ContractResponse,
  Violation,
} from "../messages.js";
import type { Preference } from "./preference.js";
import { createPrism, type Verdict } from "./prism.js";
import { bodyCheckOf, findResponseViolations } from "./response-check.js";
import type { Operation } from "./spec.js";
import { createVerdictCache } from "./verdict-cache.js";

/** Prism, asked once per shape of request instead of once per request. */
export interface Judge {
  /** What Prism says to a request; at once when Prism has judged its like before. */
  judge(
    request: ContractRequest,
    preference: Preference,
  ): Verdict | Promise<Verdict>;
  /** The violations of a response. Empty if there are none. */
  checkResponse(operation: Operation, response: ContractResponse): Violation[];
}

interface BodyCheck {
  readonly operation: Operation;
  readonly status: number;
  accepts(body: unknown): boolean;
}

/** Any request that the cache does not know goes through all of Prism. */
export function createJudge(operations: Operation[]): Judge {
  const prism = createPrism(operations);
  const cache = createVerdictCache(operations);

  // Responses of one shape share their headers object, so status and headers need no second look.
  const bodyChecks = new WeakMap<object, BodyCheck>();

  async function ask(
    request: ContractRequest,
    preference: Preference,
  ): Promise<Verdict> {
    const verdict = await prism(request, preference);
    if (verdict.kind === "answer" && verdict.violations.length === 0) {
      cache.keep(request, preference, verdict);
    }
    return verdict;
  }

  return {
    judge: (request, preference) =>
      cache.find(request, preference) ?? ask(request, preference),
    checkResponse(operation, response) {
      const { status, headers, body } = response;
      const known = bodyChecks.get(headers);
      if (
        known?.operation === operation &&
        known.status === status &&
        known.accepts(body)
      ) {
        return [];
      }
      const violations = findResponseViolations(operation, response);
      if (violations.length === 0) {
        const mediaType = headers["content-type"];
        const accepts = mediaType && bodyCheckOf(operation, status, mediaType);
        if (accepts) bodyChecks.set(headers, { operation, status, accepts });
      }
      return violations;
    },
  };
}
