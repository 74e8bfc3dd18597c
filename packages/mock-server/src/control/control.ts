import { hash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import {
  createContractCheck,
  type ValidRequest,
} from "../behaviour/contract-check.js";
import { callerOf } from "../behaviour/contract-request.js";
import type { Stubs } from "../behaviour/stubs.js";
import { refuseBearer, type TokenMint, tokenIn } from "../behaviour/tokens.js";
import {
  type Answer,
  type Clock,
  type ContractRequest,
  type ContractResponse,
  errorResponse,
  type Fault,
  type FaultCount,
  type IncomingRequest,
  type RequestFilter,
  type Stub,
} from "../messages.js";
import type { MockControls } from "../mock-server.js";
import { type ResolvedOptions, runtimeOptions } from "../option-table.js";
import { MockServerConfigError, type RuntimeOptions } from "../options.js";
import {
  createTraitsOf,
  findOperation,
  loadSpec,
  methodsAt,
  packageFile,
} from "../prism/spec.js";
import { createJudge } from "../prism/verdict-cache.js";
import type { Guard } from "./guard.js";

/** The path of the control API, as in the servers of its description. */
const controlPath = "/__mock";
const eventsPath = `${controlPath}/events`;

/** Whether a path, with or without its query, belongs to the control API. */
export function isControl(path: string): boolean {
  return (
    path.startsWith(controlPath) &&
    ["", "/", "?"].includes(path.charAt(controlPath.length))
  );
}

const description = packageFile("control.openapi.yaml");
const pageFile = packageFile("page.html");

type Check = (incoming: IncomingRequest) => Promise<ValidRequest | Answer>;
let check: Promise<Check> | undefined;

/** Creates the function that answers requests of the control API. `undefined` for all others. */
export function createControl(
  controls: MockControls,
  parts: ControlledParts,
  guard: Guard,
): (incoming: IncomingRequest) => Promise<ContractResponse> | undefined {
  const readOnly = createReadOnly(controls);
  const operations = createOperations(controls, parts);

  async function answer(incoming: IncomingRequest): Promise<ContractResponse> {
    const refused = guard(incoming);
    if (refused !== undefined) return refused;
    const read = readOnly[incoming.path];
    if (read !== undefined)
      return isRead(incoming) ? read() : refuseMethod(incoming);
    check ??= createCheck();
    const checked = await (await check)(incoming);
    if ("outcome" in checked) return checked.response;
    const { iid = "" } = checked.operation;
    const perform = operations[iid];
    if (perform === undefined)
      throw new Error(`The control API has no ${iid}.`);
    try {
      return perform(checked.request);
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

  return (incoming) =>
    isControl(incoming.path) ? answer(incoming) : undefined;
}

type Reading = () => ContractResponse | Promise<ContractResponse>;

/** What is only read, by its path. Prism, which takes time to load, does not check it. */
function createReadOnly({ clock }: MockControls): Record<string, Reading> {
  return {
    [controlPath]: describe,
    [`${controlPath}/`]: page,
    // Many tests wait for this answer before they begin.
    [`${controlPath}/health`]: () => ok({ status: "ok", now: nowBy(clock) }),
    // What a GET answers is streamed.
    [eventsPath]: () => ({
      status: 200,
      headers: { "content-type": "text/event-stream" },
      body: undefined,
    }),
  };
}

type Perform = (request: ContractRequest) => ContractResponse;

/** What the operations of `control.openapi.yaml` do, by their IDs. Prism has checked their requests. */
function createOperations(
  controls: MockControls,
  { mint, stubs, options }: ControlledParts,
): Record<string, Perform> {
  const { clock } = controls;
  const change = (action: () => void): ContractResponse => {
    action();
    return { status: 204, headers: {}, body: undefined };
  };
  return {
    listRequests: ({ query }) =>
      ok({ requests: controls.requests(filterOf(query)) }),
    listViolations: () => ok({ violations: controls.violations() }),
    listFaults: () => ok({ faults: controls.faults().map(withoutKey) }),
    addFault: ({ body }) => change(() => controls.failNext(body as Fault)),
    clearFaults: () => change(controls.clearFaults),
    getClock: () => ok({ now: nowBy(clock) }),
    advanceClock({ body }) {
      clock.advance((body as { ms: number }).ms);
      return ok({ now: nowBy(clock) });
    },
    getOptions: () => ok(shownOptions(options())),
    changeOptions({ body }) {
      controls.configure(body as RuntimeOptions);
      return ok(shownOptions(options()));
    },
    listStubs: () => ok({ stubs: stubs.all() }),
    addStub({ body }) {
      const { method, path, ...answer } = body as Stub;
      return change(() => controls.stub(method, path, answer));
    },
    clearStubs: () => change(stubs.clear),
    listTokens: () => ok({ tokens: mint.inForce(clock.now()).map(shownToken) }),
    expireTokens: () => change(controls.expireTokens),
    reset: () => change(controls.reset),
    checkBearer({ headers }) {
      const authorization = headers["authorization"];
      const refused = refuseBearer(authorization, { mint, clock });
      if (refused !== undefined) return refused;
      const expiry = mint.expiryOf(tokenIn(authorization) ?? "") ?? 0;
      return ok({ expiresAt: new Date(expiry).toISOString() });
    },
  };
}

const nowBy = (clock: Clock) => new Date(clock.now()).toISOString();

/** What the control API shows in addition to the controls. */
export interface ControlledParts {
  readonly mint: TokenMint;
  readonly stubs: Stubs;
  readonly options: () => ResolvedOptions;
}

/** RFC 9110, section 15.5.6: a 405 lists the allowed methods. */
function refuseMethod({ method, path }: IncomingRequest): ContractResponse {
  return errorResponse(
    405,
    {
      code: "method_not_allowed",
      message: `${path} does not support ${method}, only GET and HEAD.`,
    },
    { allow: "GET, HEAD" },
  );
}

function isRead({ method }: IncomingRequest): boolean {
  return method === "GET" || method === "HEAD";
}

/** Whether a request is for the requests as they come. */
export function isEvents({ method, path }: IncomingRequest): boolean {
  return method === "GET" && path === eventsPath;
}

/** The page for people, which works on the control API alone. */
async function page(): Promise<ContractResponse> {
  const html = await readFile(pageFile, "utf8");
  const [, script = ""] = /<script>(.*)<\/script>/s.exec(html) ?? [];
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      // Its own script and style, and this server; nothing else.
      "content-security-policy": `default-src 'none'; script-src 'sha256-${hash("sha256", script, "base64")}'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
    body: html,
  };
}

/** The description of the control API itself. */
async function describe(): Promise<ContractResponse> {
  return {
    status: 200,
    headers: { "content-type": "application/yaml" },
    body: await readFile(description, "utf8"),
  };
}

/** Prism has checked the values of the query, in which numbers are text. */
function filterOf(query: ContractRequest["query"]): RequestFilter {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      name === "status" || name === "after" ? Number(value) : value,
    ]),
  );
}

/** Keys and tokens are credentials, so keys are masked, and only the end of a token is shown. */
function shownOptions(options: ResolvedOptions): Record<string, unknown> {
  const keys = options.apiKeys?.map((item) =>
    typeof item === "string" ? { key: "***" } : { ...item, key: "***" },
  );
  return {
    ...Object.fromEntries(runtimeOptions.map((name) => [name, options[name]])),
    apiKeys: keys ?? null,
  };
}

function shownToken({
  accessToken,
  expires,
}: {
  accessToken: string;
  expires: number;
}): { token: string; expiresAt: string } {
  return {
    token: `…${accessToken.slice(-4)}`,
    expiresAt: new Date(expires).toISOString(),
  };
}

function withoutKey(count: FaultCount): FaultCount {
  const { fault } = count;
  return fault.apiKey === undefined
    ? count
    : { ...count, fault: { ...fault, apiKey: "***" } };
}

function ok(body: unknown): ContractResponse {
  return { status: 200, headers: { "content-type": "application/json" }, body };
}

/** Prism checks these requests too, with their own description. Loaded at the first request. */
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
