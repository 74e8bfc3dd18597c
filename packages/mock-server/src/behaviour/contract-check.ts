import { STATUS_CODES } from "node:http";
import {
  type Answer,
  type ContractRequest,
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
  type Violation,
} from "../messages.js";
import {
  type Preference,
  placeOfPreference,
  preferenceParameters,
  readPreference,
  type WrongPreference,
} from "../prism/preference.js";
import type { Verdict } from "../prism/prism.js";
import type { Contract, Operation, OperationTraits } from "../prism/spec.js";
import type { Judge } from "../prism/verdict-cache.js";
import { keyIn } from "./api-keys.js";
import { type Caller, toContractRequest } from "./contract-request.js";

/** A request that keeps the contract, with Prism's response. */
export interface ValidRequest {
  readonly request: ContractRequest;
  readonly preference: Preference;
  readonly operation: Operation;
  readonly response: ContractResponse;
  /** Warnings only. */
  readonly violations: readonly Violation[];
}

/** The parts of the check. */
export interface ContractCheckParts {
  readonly contract: Contract;
  readonly judge: Judge;
  readonly traitsOf: (operation: Operation) => OperationTraits;
  readonly methodsAt: (path: string) => string[];
  /** The operation that the description has for a method, in lower case, at a path without the base path. */
  readonly operationAt: (method: string, path: string) => Operation | undefined;
}

/** Prism's only message for missing credentials. */
const prismsMessage = "Invalid security scheme used";

/** Creates the function that lets Prism check a request, and answers violations. */
export function createContractCheck({
  contract,
  judge,
  traitsOf,
  methodsAt,
  operationAt,
}: ContractCheckParts): (
  incoming: IncomingRequest,
  caller: Caller,
) => Promise<ValidRequest | Answer> {
  function refuse(
    status: number,
    violations: readonly Violation[],
    code = codeFor(contract, status),
    headers?: Record<string, string>,
    data?: Record<string, unknown>,
  ): Answer {
    return {
      response: violationResponse(status, code, violations, headers, data),
      outcome: "violation",
      violations,
    };
  }

  function refuseProblem(
    { status, code, message, operation }: Verdict & { kind: "problem" },
    path: string,
    preferred: WrongPreference,
  ): Answer {
    // The operation exists. Prism did not find the preferred status or example.
    const isNotFound = status === 404 || message.includes("#NOT_FOUND");
    if (operation !== undefined && isNotFound) {
      const violation = requestViolation(
        preferred.place,
        "unsupported",
        preferred.message,
      );
      return refuse(400, [violation], "invalid_request");
    }
    const violation = requestViolation(
      placeOfProblem[status] ?? "header",
      code.toLowerCase(),
      message,
    );
    // RFC 9110, section 15.5.6: a 405 lists the allowed methods.
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
      const message = `Request lacks credentials: ${credentials.join(" or ")}`;
      return refuse(
        401,
        violations.map((violation) =>
          violation.code === "401" && violation.message === prismsMessage
            ? { ...violation, message }
            : violation,
        ),
      );
    }
    // Prism prefers 422 to 400, but here 422 means that an idempotency key was reused.
    const status = describesBadRequest ? 400 : response.status;
    if (takesIdempotencyKey && !idempotencyKey) {
      const name = contract.headers.idempotencyKey ?? "";
      const header = contract.spelling[name];
      return refuse(status, violations, undefined, undefined, { header });
    }
    return refuse(status, violations, "invalid_request");
  }

  return async (incoming, caller) => {
    const request = toContractRequest(incoming, contract.basePath);
    if ("location" in request) {
      const status = statusOfUnreadable[request.code];
      return status === undefined
        ? refuse(400, [request], "invalid_request")
        : refuse(status, [request]);
    }
    const prefer = incoming.headers["prefer"];
    const preference = readPreference(prefer, request.query);
    if ("place" in preference) {
      const { place, message } = preference;
      const violation = requestViolation(place, "unsupported", message);
      return refuse(400, [violation], "invalid_request");
    }
    const judged = asJudged(request, operationAt);
    const verdict = await judge(judged, preference);
    if (verdict.kind === "problem") {
      const preferred = {
        place: placeOfPreference(prefer, request.query),
        message: describesNone(preference),
      };
      return refuseProblem(verdict, request.path, preferred);
    }
    const more = unseenByPrism(
      incoming,
      caller,
      contract,
      traitsOf(verdict.operation),
    );
    if (more.length > 0) {
      const violations = [...verdict.violations, ...more];
      return refuseViolations({ ...verdict, violations }, caller);
    }
    if (verdict.violations.some(({ severity }) => severity === "error")) {
      return refuseViolations(verdict, caller);
    }
    return { request: judged, preference, ...verdict };
  };
}

function describesNone({ code, exampleKey }: Preference): string {
  return exampleKey === undefined
    ? `The spec has no response with the status ${code}`
    : `The spec has no example ${JSON.stringify(exampleKey)} for the status ${code ?? 200}`;
}

/** The request for Prism: HEAD as GET without a body, and without the mock server's own query parameters. */
function asJudged(
  request: ContractRequest,
  operationAt: ContractCheckParts["operationAt"],
): ContractRequest {
  const { method, path, query } = request;
  const isHead =
    method === "head" &&
    operationAt("head", path) === undefined &&
    operationAt("get", path) !== undefined;
  const preferred = preferenceParameters.some((name) =>
    Object.hasOwn(query, name),
  );
  if (!isHead && !preferred) return request;
  return {
    ...request,
    method: isHead ? "get" : method,
    query: Object.fromEntries(
      Object.entries(query).filter(
        ([name]) => !preferenceParameters.includes(name),
      ),
    ),
  };
}

/** Violations by headers that no schema describes, or that Prism does not detect. */
function unseenByPrism(
  { headers, repeated }: IncomingRequest,
  { apiKey }: Caller,
  { headers: names }: Contract,
  { neverEmptyHeaders, singleHeaders }: OperationTraits,
): Violation[] {
  const found: Violation[] = [];
  // Prism treats an empty header as absent, whatever its schema says.
  for (const name of neverEmptyHeaders)
    if (headers[name] === "")
      found.push(
        requestViolation(
          `header.${name}`,
          "minLength",
          `Request header parameter ${name} must not be empty`,
        ),
      );
  for (const name of repeated)
    if (singleHeaders.has(name))
      found.push(
        requestViolation(
          `header.${name}`,
          "repeated",
          `Request header ${name} must be sent only once`,
        ),
      );
  if (apiKey && keyIn(apiKey) === undefined)
    found.push(
      requestViolation(
        `header.${names.apiKey}`,
        "401",
        `Request header ${names.apiKey} must be a key, or a prefix, one space and a key`,
      ),
    );
  return found;
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

/** The spec's code for a status, or one derived from its name: `method_not_allowed`. */
export function codeFor(contract: Contract, status: number): string {
  return (
    contract.errorCodes[status] ??
    (STATUS_CODES[status] ?? "unexpected_error")
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, "_")
  );
}

/** The answer to a request that violates the contract. It lists the violations. */
export function violationResponse(
  status: number,
  code: string,
  violations: readonly Violation[],
  headers?: Readonly<Record<string, string>>,
  data?: Readonly<Record<string, unknown>>,
): ContractResponse {
  const sentences = violations.map(({ message }) => message).join("; ");
  return errorResponse(
    status,
    {
      code,
      message: `The request violates the contract: ${sentences}.`,
      data: {
        ...data,
        violations: violations.map(({ location, code, message }) => ({
          location,
          code,
          message,
        })),
      },
    },
    headers,
  );
}

/** The answer to a request that keeps the contract, but is rejected for another reason. */
export function refusal(
  contract: Contract,
  status: number,
  outcome: Answer["outcome"],
  message: string,
  data?: Record<string, unknown> | Record<string, unknown>[],
): Answer {
  const error = { code: codeFor(contract, status), message };
  return {
    response: errorResponse(status, data ? { ...error, data } : error),
    outcome,
    violations: [],
  };
}
