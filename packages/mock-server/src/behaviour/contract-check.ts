import { STATUS_CODES } from "node:http";
import {
  type Answer,
  type ContractRequest,
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
  type Violation,
} from "../messages.js";
import type { Judge } from "../prism/judge.js";
import { type Preference, readPreference } from "../prism/preference.js";
import type { Verdict } from "../prism/prism.js";
import type { Contract, Operation, OperationTraits } from "../prism/spec.js";
import { type Caller, toContractRequest } from "./contract-request.js";

/** A request that keeps the contract, with what Prism would answer. */
export interface ValidRequest {
  readonly request: ContractRequest;
  readonly preference: Preference;
  readonly operation: Operation;
  readonly response: ContractResponse;
  /** Warnings only. */
  readonly violations: readonly Violation[];
}

/** What the check is made of. */
export interface ContractCheckParts {
  readonly contract: Contract;
  readonly judge: Judge;
  readonly traitsOf: (operation: Operation) => OperationTraits;
  readonly methodsAt: (path: string) => string[];
}

/** Makes the function that lets Prism judge a request, and says what is wrong with it. */
export function createContractCheck({
  contract,
  judge,
  traitsOf,
  methodsAt,
}: ContractCheckParts): (
  incoming: IncomingRequest,
  caller: Caller,
) => Promise<ValidRequest | Answer> {
  function refuse(
    status: number,
    violations: readonly Violation[],
    code = codeFor(contract, status),
    headers?: Record<string, string>,
  ): Answer {
    return {
      response: violationResponse(status, code, violations, headers),
      outcome: "violation",
      violations,
    };
  }

  function refuseProblem(
    { status, code, message }: Verdict & { kind: "problem" },
    path: string,
  ): Answer {
    const violation = requestViolation(
      placeOfProblem[status] ?? "header",
      code.toLowerCase(),
      message,
    );
    // RFC 9110, section 15.5.6: a 405 lists what is allowed.
    const headers =
      status === 405 ? { allow: methodsAt(path).join(", ") } : undefined;
    const errorCode =
      status === 400 ? "invalid_request" : codeFor(contract, status);
    return refuse(status, [violation], errorCode, headers);
  }

  function refuseViolations(
    { operation, violations, response }: Verdict & { kind: "answer" },
    { idempotencyKey }: Caller,
  ): Answer {
    const { credentials, describesBadRequest, takesIdempotencyKey } =
      traitsOf(operation);
    if (violations.some(({ code }) => code === "401")) {
      // Prism says no more than "Invalid security scheme used".
      const message = `Request lacks credentials: ${credentials.join(" or ")}`;
      return refuse(
        401,
        violations.map((violation) =>
          violation.code === "401" ? { ...violation, message } : violation,
        ),
      );
    }
    // Prism prefers 422 to 400, but here 422 says that an idempotency key was reused.
    const status = describesBadRequest ? 400 : response.status;
    return takesIdempotencyKey && !idempotencyKey
      ? refuse(status, violations)
      : refuse(status, violations, "invalid_request");
  }

  return async (incoming, caller) => {
    const request = toContractRequest(incoming, contract.basePath);
    if ("location" in request) {
      const status = statusOfUnreadable[request.code];
      return status === undefined
        ? refuse(400, [request], "invalid_request")
        : refuse(status, [request]);
    }
    const preference = readPreference(incoming.headers["prefer"]);
    if (typeof preference === "string") {
      return refuse(
        400,
        [requestViolation("header.prefer", "unsupported", preference)],
        "invalid_request",
      );
    }
    const verdict = await judge.judge(request, preference);
    if (verdict.kind === "problem") return refuseProblem(verdict, request.path);
    const empty = emptyHeaders(request, traitsOf(verdict.operation));
    if (empty.length > 0) {
      const violations = [...verdict.violations, ...empty];
      return refuseViolations({ ...verdict, violations }, caller);
    }
    if (verdict.violations.some(({ severity }) => severity === "error")) {
      return refuseViolations(verdict, caller);
    }
    return { request, preference, ...verdict };
  };
}

/** Prism takes an empty header for an absent one, whatever its schema says. */
function emptyHeaders(
  { headers }: ContractRequest,
  { neverEmptyHeaders }: OperationTraits,
): Violation[] {
  return neverEmptyHeaders
    .filter((name) => headers[name] === "")
    .map((name) =>
      requestViolation(
        `header.${name}`,
        "minLength",
        `Request header parameter ${name} must not be empty`,
      ),
    );
}

const statusOfUnreadable: Record<string, number> = {
  no_path: 404,
  too_large: 413,
};

const placeOfProblem: Record<number, string> = {
  404: "path",
  405: "method",
  406: "header.accept",
};

function requestViolation(
  location: string,
  code: string,
  message: string,
): Violation {
  return {
    location: ["request", ...location.split(".")],
    code,
    severity: "error",
    message: message.replace(/\.$/, ""),
  };
}

/** The document's own code for a status, else one made of its name: `method_not_allowed`. */
export function codeFor(contract: Contract, status: number): string {
  return (
    contract.errorCodes[status] ??
    (STATUS_CODES[status] ?? "unexpected_error")
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, "_")
  );
}

/** The answer to a request that breaks the contract: it names what is wrong. */
export function violationResponse(
  status: number,
  code: string,
  violations: readonly Violation[],
  headers?: Readonly<Record<string, string>>,
): ContractResponse {
  const sentences = violations.map(({ message }) => message).join("; ");
  return errorResponse(
    status,
    {
      code,
      message: `The request breaks the contract: ${sentences}.`,
      data: {
        violations: violations.map(({ location, code, message }) => ({
          location: location.join("."),
          code,
          message,
        })),
      },
    },
    headers,
  );
}

/** The answer to a request that keeps the contract, and is refused all the same. */
export function refusal(
  contract: Contract,
  status: number,
  outcome: Answer["outcome"],
  message: string,
  data?: Record<string, unknown>,
): Answer {
  const error = { code: codeFor(contract, status), message };
  return {
    response: errorResponse(status, data ? { ...error, data } : error),
    outcome,
    violations: [],
  };
}
