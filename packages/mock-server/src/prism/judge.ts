import type {
  ContractRequest,
  ContractResponse,
} from "../contract/contract-messages.js";
import type { Violation } from "../contract/violation.js";
import { headerCheckOf } from "./header-check.js";
import type { Operation } from "./operations.js";
import type { Preference } from "./preference.js";
import { createPrism } from "./prism.js";
import { createShapeOf } from "./request-shape.js";
import { bodyCheckOf, findResponseViolations } from "./response-check.js";
import type { Verdict } from "./verdict.js";

// A shape is remembered per path, Accept, Prefer and the like; a test uses a handful.
const maxShapes = 500;

/** Prism, asked once per shape of request instead of once per request. */
export interface Judge {
  /** What Prism says to a request; at once when Prism has judged its like before. */
  judge(
    request: ContractRequest,
    preference: Preference,
  ): Verdict | Promise<Verdict>;
  /** Where a response differs from what the operation describes; empty if nowhere. */
  checkResponse(operation: Operation, response: ContractResponse): Violation[];
}

interface KnownShape {
  readonly verdict: Verdict & { kind: "answer" };
  accepts(headers: Readonly<Record<string, string>>): boolean;
}

interface BodyCheck {
  readonly operation: Operation;
  readonly status: number;
  accepts(body: unknown): boolean;
}

/**
 * Prism's verdict on a valid request without a body depends on its shape (method, path, query, `Accept`
 * and so on), on whether credentials are present, and on the values of the declared header parameters.
 * So Prism judges each shape once, as a whole; a request of a known shape has only its header
 * parameters validated, by Prism's own compiled validator. Whatever is new, has a body or fails that
 * check goes through all of Prism again.
 */
export function createJudge(operations: Operation[]): Judge {
  const prism = createPrism(operations);
  const shapeOf = createShapeOf(operations);
  const known = new Map<string, KnownShape>();

  // Responses of one shape share their headers object, so status and headers need no second look.
  const bodyChecks = new WeakMap<object, BodyCheck>();

  async function ask(
    request: ContractRequest,
    preference: Preference,
    shape: string | undefined,
  ): Promise<Verdict> {
    const verdict = await prism(request, preference);
    if (
      shape !== undefined &&
      verdict.kind === "answer" &&
      verdict.violations.length === 0
    ) {
      if (known.size >= maxShapes) known.clear();
      const accepts = headerCheckOf(verdict.operation);
      known.set(shape, { verdict, accepts });
    }
    return verdict;
  }

  return {
    judge(request, preference) {
      const shape = shapeOf(request, preference);
      const remembered = shape === undefined ? undefined : known.get(shape);
      return remembered?.accepts(request.headers)
        ? remembered.verdict
        : ask(request, preference, shape);
    },
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
