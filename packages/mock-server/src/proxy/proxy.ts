import type { ApiParts } from "../behaviour/api.js";
import { createContractCheck } from "../behaviour/contract-check.js";
import { callerOf } from "../behaviour/contract-request.js";
import {
  refuseViolations,
  requestViolation,
  violationResponse,
} from "../behaviour/refusals.js";
import {
  asChecked,
  createUpstream,
  reasonOf,
  type Upstream,
} from "../http/upstream.js";
import {
  type Answer,
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
  type Violation,
} from "../messages.js";
import type { MockServer } from "../mock-server.js";
import type { MockServerOptions } from "../options.js";
import { findResponseViolations } from "../prism/prism.js";
import { startServer } from "../start-mock-server.js";
import { createRecorder, createReplay, type Exchange } from "./recording.js";

/** How requests are passed on. */
export interface PassOnOptions {
  readonly upstream: Upstream;
  /** Returns an error for violations. A request with violations is not passed on. */
  readonly errors: boolean;
  /** Whether each answer lists its violations in a header, as Prism's proxy does. */
  readonly violationsHeader: boolean;
  readonly onExchange: (exchange: Exchange) => void;
}

/** Creates the function that passes requests on, and checks requests and responses against the contract. */
function createPassOn(
  parts: ApiParts,
  { upstream, errors, violationsHeader, onExchange }: PassOnOptions,
): (incoming: IncomingRequest, closing: AbortSignal) => Promise<Answer> {
  const { contract, operationAt } = parts;
  const checkContract = createContractCheck(parts);

  async function passOn(
    incoming: IncomingRequest,
    closing: AbortSignal,
  ): Promise<Answer> {
    const { method, path } = incoming;
    if (hasDotSegment(path)) return refusePath(path);
    const caller = callerOf(incoming.headers, contract);
    const checked = await checkContract(incoming, caller);
    // Paths outside the base path do not exist upstream, and a body that was not read cannot be sent.
    const cannotBe =
      !path.startsWith(`${contract.basePath}/`) ||
      incoming.body === "too-large";
    if ("outcome" in checked && (errors || cannotBe)) return checked;

    let response: ContractResponse;
    try {
      response = await upstream(incoming, closing);
    } catch (error) {
      return {
        response: errorResponse(502, {
          code: "bad_gateway",
          message: `The upstream did not respond: ${reasonOf(error)}.`,
        }),
        outcome: "forwarded",
        violations: checked.violations,
      };
    }
    onExchange({ incoming, response });
    const operation = operationAt(
      method.toLowerCase(),
      path.slice(contract.basePath.length),
    );
    const found =
      operation === undefined
        ? []
        : findResponseViolations(operation, asChecked(response));
    const violations = [...checked.violations, ...found];
    const isWrong = found.some(({ severity }) => severity === "error");
    return errors && isWrong
      ? { response: refuseResponse(found), outcome: "violation", violations }
      : { response, outcome: "forwarded", violations };
  }

  return async (incoming, closing) => {
    const answer = await passOn(incoming, closing);
    if (!violationsHeader || answer.violations.length === 0) return answer;
    const { response, violations } = answer;
    const headers = {
      ...response.headers,
      "sl-violations": asciiJson(violations),
    };
    return { ...answer, response: { ...response, headers } };
  };
}

/** RFC 3986, section 3.3: such a segment may lead out of the base path. Some servers read `\` as `/`. */
function hasDotSegment(path: string): boolean {
  return path
    .replace(/%2f|%5c/gi, "/")
    .split(/[/\\]/)
    .some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

function refusePath(path: string): Answer {
  const violation = requestViolation({
    place: ["path"],
    code: "no_path",
    message: `No operation at ${path}: a path has no "." or ".." segment`,
  });
  return refuseViolations({
    status: 404,
    code: "not_found",
    violations: [violation],
  });
}

function refuseResponse(violations: readonly Violation[]): ContractResponse {
  return violationResponse("The upstream's response violates the contract", {
    status: 502,
    code: "invalid_response",
    violations,
  });
}

/** JSON for a header, with ASCII characters only. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What is passed on, and where to. */
export interface ProxyOptions {
  /** The server with its base path, without a slash at its end; `undefined` with {@link replay}. */
  readonly upstream: string | undefined;
  readonly errors: boolean;
  readonly violationsHeader: boolean;
  /** The file that exchanges are added to. */
  readonly record: string | undefined;
  /** The file that answers instead of a server. */
  readonly replay: string | undefined;
  /** How long to wait for an answer, in milliseconds. */
  readonly timeout: number;
}

/** Starts a proxy that checks the traffic to a server against the contract. */
export function startProxy(
  {
    upstream = "",
    errors,
    violationsHeader,
    record,
    replay,
    timeout,
  }: ProxyOptions,
  options: MockServerOptions,
): Promise<MockServer> {
  return startServer(options, (parts) => {
    const { basePath } = parts.contract;
    return createPassOn(parts, {
      upstream:
        replay === undefined
          ? createUpstream({ baseUrl: upstream, basePath, timeout })
          : createReplay(replay, parts),
      errors,
      violationsHeader,
      onExchange:
        record === undefined ? () => {} : createRecorder(record, parts),
    });
  });
}
