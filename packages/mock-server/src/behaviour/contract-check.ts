import type {
  Answer,
  ContractRequest,
  ContractResponse,
  IncomingRequest,
  Violation,
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
import { codeFor, refuseViolations, requestViolation } from "./refusals.js";

/** A request that keeps the contract, with Prism's response. */
export interface ValidRequest {
  readonly request: ContractRequest;
  readonly preference: Preference;
  readonly operation: Operation;
  readonly response: ContractResponse;
  /** The violations of that response with another body. */
  readonly checkBody: (body: unknown) => readonly Violation[];
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

/** Creates the function that lets Prism check a request, and answers violations. */
export function createContractCheck(
  parts: ContractCheckParts,
): (
  incoming: IncomingRequest,
  caller: Caller,
) => Promise<ValidRequest | Answer> {
  const { contract, judge, traitsOf, operationAt } = parts;

  return async (incoming, caller) => {
    const read = toContractRequest(incoming, contract.basePath);
    if ("location" in read) return refuseUnreadable(read, contract);
    const prefer = incoming.headers["prefer"];
    const preference = readPreference(prefer, read.query);
    if ("place" in preference) return refuseUnsupported(preference);

    const request = asJudged(read, operationAt);
    const verdict = await judge(request, preference);
    if (verdict.kind === "problem") {
      return isUnmetPreference(verdict)
        ? refuseUnsupported({
            place: placeOfPreference(prefer, read.query),
            message: describesNone(preference),
          })
        : refuseProblem(verdict, read.path, parts);
    }
    const traits = traitsOf(verdict.operation);
    const unseen = unseenByPrism(incoming, caller, contract, traits);
    const violations = [...verdict.violations, ...unseen];
    return violations.some(({ severity }) => severity === "error")
      ? refuseInvalid({ ...verdict, violations }, caller, parts)
      : { ...verdict, request, preference };
  };
}

const statusOfUnreadable: Record<string, number> = {
  no_path: 404,
  too_large: 413,
};

/** The answer to a request that cannot be put in terms of the contract. */
function refuseUnreadable(violation: Violation, contract: Contract): Answer {
  const status = statusOfUnreadable[violation.code];
  const violations = [violation];
  return status === undefined
    ? refuseViolations({ status: 400, code: "invalid_request", violations })
    : refuseViolations({
        status,
        code: codeFor(contract, status),
        violations,
      });
}

/** The answer to a preference that cannot be met. */
function refuseUnsupported({ place, message }: WrongPreference): Answer {
  const violation = requestViolation({
    place: place.split("."),
    code: "unsupported",
    message,
  });
  return refuseViolations({
    status: 400,
    code: "invalid_request",
    violations: [violation],
  });
}

type Problem = Verdict & { kind: "problem" };

/** Whether the operation exists, and Prism did not find the preferred status or example. */
function isUnmetPreference({ operation, status, message }: Problem): boolean {
  const isNotFound = status === 404 || message.includes("#NOT_FOUND");
  return operation !== undefined && isNotFound;
}

const placeOfProblem: Record<number, string[]> = {
  404: ["path"],
  405: ["method"],
  406: ["header", "accept"],
};

/** The answer to a request for which Prism could choose no response. */
function refuseProblem(
  { status, code, message }: Problem,
  path: string,
  { contract, methodsAt }: ContractCheckParts,
): Answer {
  const violation = requestViolation({
    place: placeOfProblem[status] ?? ["header"],
    code: code.toLowerCase(),
    message,
  });
  return refuseViolations({
    status,
    code: status === 400 ? "invalid_request" : codeFor(contract, status),
    violations: [violation],
    // RFC 9110, section 15.5.6: a 405 lists the allowed methods.
    ...(status === 405 && { headers: { allow: methodsAt(path).join(", ") } }),
  });
}

/** Prism's only message for missing credentials. */
const prismsMessage = "Invalid security scheme used";

/** The answer to a request with violations. Missing credentials matter more than all others. */
function refuseInvalid(
  { operation, violations, response }: Verdict & { kind: "answer" },
  { idempotencyKey }: Caller,
  { contract, traitsOf }: ContractCheckParts,
): Answer {
  const { credentials, describesBadRequest, takesIdempotencyKey } =
    traitsOf(operation);
  if (violations.some(({ code }) => code === "401")) {
    const message = `Request lacks credentials: ${credentials.join(" or ")}`;
    return refuseViolations({
      status: 401,
      code: codeFor(contract, 401),
      violations: violations.map((violation) =>
        violation.message === prismsMessage
          ? { ...violation, message }
          : violation,
      ),
    });
  }
  // Prism prefers 422 to 400, but here 422 means that an idempotency key was reused.
  const status = describesBadRequest ? 400 : response.status;
  if (takesIdempotencyKey && !idempotencyKey) {
    const name = contract.headers.idempotencyKey ?? "";
    return refuseViolations({
      status,
      code: codeFor(contract, status),
      violations,
      data: { header: contract.spelling[name] },
    });
  }
  return refuseViolations({ status, code: "invalid_request", violations });
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
        requestViolation({
          place: ["header", name],
          code: "minLength",
          message: `Request header parameter ${name} must not be empty`,
        }),
      );
  for (const name of repeated)
    if (singleHeaders.has(name))
      found.push(
        requestViolation({
          place: ["header", name],
          code: "repeated",
          message: `Request header ${name} must be sent only once`,
        }),
      );
  if (apiKey && keyIn(apiKey) === undefined)
    found.push(
      requestViolation({
        place: ["header", String(names.apiKey)],
        code: "401",
        message: `Request header ${names.apiKey} must be a key, or a prefix, one space and a key`,
      }),
    );
  return found;
}
