import { fileURLToPath } from "node:url";
import {
  createContractCheck,
  type ValidRequest,
} from "../behaviour/contract-check.js";
import { callerOf } from "../behaviour/contract-request.js";
import { MockServerConfigError } from "../config-error.js";
import {
  type Answer,
  type ContractResponse,
  errorResponse,
  type Fault,
  type FaultCount,
  type IncomingRequest,
} from "../messages.js";
import type { MockControls } from "../mock-server.js";
import { createJudge } from "../prism/judge.js";
import {
  createTraitsOf,
  findOperation,
  loadSpec,
  methodsAt,
} from "../prism/spec.js";
import type { Guard } from "./guard.js";

/** The control API stands below this path, as the servers of its description say. */
const controlPath = "/__mock";

/** Whether a path, with or without its query, belongs to the control API. */
export function isControl(path: string): boolean {
  return (
    path.startsWith(controlPath) &&
    ["", "/", "?"].includes(path.charAt(controlPath.length))
  );
}

const description = new URL("../../control.openapi.yaml", import.meta.url);

type Check = (incoming: IncomingRequest) => Promise<ValidRequest | Answer>;
let check: Promise<Check> | undefined;

/** Makes the function that answers a request of the control API; `undefined` if it is none. */
export function createControl(
  controls: MockControls,
  expiryOf: (accessToken: string) => number | undefined,
  guard: Guard,
): (incoming: IncomingRequest) => Promise<ContractResponse> | undefined {
  return (incoming) =>
    isControl(incoming.path) ? answer(incoming) : undefined;

  async function answer(incoming: IncomingRequest): Promise<ContractResponse> {
    const refused = guard(incoming);
    if (refused !== undefined) return refused;
    check ??= createCheck();
    const checked = await (await check)(incoming);
    if ("outcome" in checked) return checked.response;
    try {
      return perform(checked, incoming);
    } catch (error) {
      // A clock that cannot be moved so far throws a RangeError.
      const isRefusal =
        error instanceof MockServerConfigError || error instanceof RangeError;
      if (!isRefusal) throw error;
      return errorResponse(400, {
        code: "invalid_request",
        message: error.message,
      });
    }
  }

  function perform(
    { operation, request }: ValidRequest,
    { headers }: IncomingRequest,
  ): ContractResponse {
    switch (operation.iid) {
      case "getHealth":
        return ok({ status: "ok", now: now() });
      case "listRequests":
        return ok({ requests: controls.requests() });
      case "listViolations":
        return ok({ violations: controls.violations() });
      case "listFaults":
        return ok({ faults: controls.faults().map(withoutKey) });
      case "addFault":
        controls.failNext(request.body as Fault);
        return done;
      case "advanceClock":
        controls.clock.advance((request.body as { ms: number }).ms);
        return ok({ now: now() });
      case "reset":
        controls.reset();
        return done;
      case "checkBearer":
        return checkBearer(headers["authorization"] ?? "");
      default:
        throw new Error(`The control API has no ${operation.iid}.`);
    }
  }

  function now(): string {
    return new Date(controls.clock.now()).toISOString();
  }

  function checkBearer(authorization: string): ContractResponse {
    const expiry = expiryOf(authorization.replace(/^bearer /i, ""));
    if (expiry !== undefined && expiry > controls.clock.now()) {
      return ok({ expiresAt: new Date(expiry).toISOString() });
    }
    const message =
      expiry === undefined
        ? "This access token was not minted by this mock server."
        : "This access token has expired.";
    return errorResponse(
      401,
      { code: "invalid_token", message },
      { "www-authenticate": 'Bearer error="invalid_token"' },
    );
  }
}

function withoutKey(count: FaultCount): FaultCount {
  const { fault } = count;
  return fault.apiKey === undefined
    ? count
    : { ...count, fault: { ...fault, apiKey: "***" } };
}

const done: ContractResponse = { status: 204, headers: {}, body: undefined };

function ok(body: unknown): ContractResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body };
}

/** Prism judges these requests too, by their own description; who never steers pays nothing for it. */
async function createCheck(): Promise<Check> {
  const { operations, contract } = await loadSpec(fileURLToPath(description));
  const checkContract = createContractCheck({
    contract,
    judge: createJudge(operations),
    traitsOf: createTraitsOf(contract),
    methodsAt: (path) => methodsAt(operations, path),
    operationAt: (method, path) => findOperation(operations, method, path),
  });
  return (incoming) =>
    checkContract(incoming, callerOf(incoming.headers, contract));
}
