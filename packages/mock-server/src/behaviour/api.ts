import {
  type Answer,
  type ContractResponse,
  type IncomingRequest,
  serialized,
} from "../messages.js";
import type { Contract, OperationTraits } from "../prism/spec.js";
import type { ApiKeys } from "./api-keys.js";
import type { ServerClock } from "./clock.js";
import {
  type ContractCheckParts,
  createContractCheck,
  type ValidRequest,
} from "./contract-check.js";
import { type Caller, callerOf } from "./contract-request.js";
import {
  delayOf,
  type Faults,
  faultResponse,
  isProcessed,
  withFault,
} from "./faults.js";
import {
  createIdempotent,
  fingerprintOf,
  type IdempotentParts,
} from "./idempotency.js";
import { refusal } from "./refusals.js";
import { answerStub, type Stubs } from "./stubs.js";
import {
  type MintedToken,
  type TokenMint,
  tokenIn,
  tokenProblem,
} from "./tokens.js";

/** The parts of the API. */
export interface ApiParts
  extends ContractCheckParts,
    AuthenticateParts,
    IdempotentParts,
    WorkParts {
  readonly faults: Faults;
  readonly stubs: Stubs;
}

/**
 * Creates the function that answers a request. It checks the contract, then the credentials, then whether the
 * idempotency key is new, and then does the work. A fault strikes instead of all that, or after it.
 */
export function createApi(
  parts: ApiParts,
): (incoming: IncomingRequest, closing: AbortSignal) => Promise<Answer> {
  const { contract, traitsOf, apiKeys, clock, faults, stubs } = parts;
  const checkContract = createContractCheck(parts);
  const authenticate = createAuthenticate(parts);
  const challenged = createChallenged(parts);
  const idempotent = createIdempotent(parts);
  const work = createWork(parts);

  async function answer(
    incoming: IncomingRequest,
    closing: AbortSignal,
  ): Promise<Answer> {
    const caller = callerOf(incoming.headers, contract);
    const stub = stubs.find(incoming);
    const fault = faults.take({
      account: caller.account,
      apiKey: caller.apiKey && apiKeys.identify(caller.apiKey),
      path: incoming.path,
      isOperation: () => stub !== undefined || goesToOperation(incoming, parts),
    });
    const delay = delayOf(fault, faults);
    const pause = () =>
      delay === undefined ? undefined : clock.wait(delay, closing);
    const checked =
      stub === undefined
        ? await checkContract(incoming, caller)
        : answerStub(stub, incoming, parts);

    if (fault !== undefined && !isProcessed(fault)) {
      await pause();
      const { violations } = checked;
      const response = faultResponse(fault, contract);
      return { response, outcome: "fault", violations, fault };
    }
    if ("outcome" in checked) {
      await pause();
      return withFault(checked, fault, contract);
    }
    const answer = await serve(incoming, checked, caller, pause);
    return withFault(answer, fault, contract);
  }

  return async (incoming, closing) =>
    challenged(await answer(incoming, closing), incoming);

  async function serve(
    { query }: IncomingRequest,
    valid: ValidRequest,
    caller: Caller,
    pause: () => Promise<void> | undefined,
  ): Promise<Answer> {
    const traits = traitsOf(valid.operation);
    const apiKey = authenticate(traits, caller);
    if (typeof apiKey !== "string") {
      await pause();
      return apiKey;
    }
    const authorized = () => workFor(caller, apiKey, valid);
    const key = traits.takesIdempotencyKey ? caller.idempotencyKey : undefined;
    if (key === undefined) {
      await pause();
      return authorized();
    }
    const fingerprint = fingerprintOf({
      request: valid.request,
      query,
      account: caller.account,
      apiKey,
    });
    const request = { key, fingerprint, now: clock.now() };
    return idempotent(request, pause, authorized);
  }

  function workFor(
    { account }: Caller,
    apiKey: string,
    valid: ValidRequest,
  ): Answer {
    if (account === undefined || apiKeys.mayActFor(apiKey, account)) {
      return work(valid);
    }
    return refusal(contract, {
      status: 403,
      outcome: "forbidden",
      message: "This API key may not act for this Account.",
      data: { melioAccount: account },
    });
  }
}

/** Whether the spec has an operation for a request. */
function goesToOperation(
  { method, path }: IncomingRequest,
  { contract: { basePath }, operationAt }: ApiParts,
): boolean {
  if (!path.startsWith(`${basePath}/`)) return false;
  const operationPath = path.slice(basePath.length);
  return (
    operationAt(method.toLowerCase(), operationPath) !== undefined ||
    (method === "HEAD" && operationAt("get", operationPath) !== undefined)
  );
}

/** Creates the function that adds the challenge to each 401 (RFC 9110, section 15.5.2). */
function createChallenged({
  contract,
  traitsOf,
  operationAt,
}: ApiParts): (answer: Answer, incoming: IncomingRequest) => Answer {
  return (answer, { method, path }) => {
    const { response } = answer;
    if (response.status !== 401 || response.headers["www-authenticate"])
      return answer;
    const operation = operationAt(
      method.toLowerCase(),
      path.slice(contract.basePath.length),
    );
    if (operation === undefined) return answer;
    const { challenge } = traitsOf(operation);
    const headers = { ...response.headers, "www-authenticate": challenge };
    return { ...answer, response: { ...response, headers } };
  };
}

/** The parts that check credentials. */
export interface AuthenticateParts {
  readonly contract: Contract;
  readonly apiKeys: ApiKeys;
  readonly clock: ServerClock;
  readonly mint: TokenMint;
}

/**
 * Creates the function that returns the API key of a request, without its prefix. It is empty if the operation
 * needs none. Returns an answer instead if the credentials are unknown. The contract has checked their presence.
 */
function createAuthenticate({
  contract,
  apiKeys,
  clock,
  mint,
}: AuthenticateParts): (
  traits: OperationTraits,
  caller: Caller,
) => string | Answer {
  return ({ takesAccessToken }, { apiKey, authorization }) => {
    if (apiKey !== undefined) {
      return (
        apiKeys.identify(apiKey) ??
        refusal(contract, {
          status: 401,
          outcome: "unauthorized",
          message:
            "The mock server does not accept this API key. Add it to the option apiKeys (--api-key).",
        })
      );
    }
    const bearer = tokenIn(authorization);
    if (!takesAccessToken || bearer === undefined) return "";
    const problem = tokenProblem(bearer, { mint, clock });
    return problem === undefined
      ? ""
      : refusal(contract, {
          status: 401,
          outcome: "unauthorized",
          message: problem,
        });
  };
}

/** The parts that do the work. */
export interface WorkParts {
  readonly clock: ServerClock;
  readonly mint: TokenMint;
}

/** Creates the function that performs the operation. */
function createWork({
  clock,
  mint,
}: WorkParts): (valid: ValidRequest) => Answer {
  return ({ response, preference, checkBody }) => {
    const fresh: ContractResponse =
      preference.exampleKey === undefined
        ? {
            ...response,
            body: withFreshToken(response.body, () => mint.mint(clock.now())),
          }
        : response;
    return {
      // Kept for a replay, text takes a fraction of the memory of an object.
      response: serialized(fresh),
      outcome: "processed",
      violations: checkBody(fresh.body),
    };
  };
}

/** Returns the body with a new token instead of the example. Unchanged if it has no token. */
export function withFreshToken(
  body: unknown,
  mint: () => MintedToken,
): unknown {
  return carriesToken(body)
    ? { ...body, data: { ...body.data, ...mint() } }
    : body;
}

/** Checks the shape, so that a later operation that returns tokens needs no code here. */
function carriesToken(body: unknown): body is { data: MintedToken } {
  const data = (body as { data?: Partial<MintedToken> } | undefined)?.data;
  return (
    typeof data?.accessToken === "string" &&
    typeof data.expiresAt === "string" &&
    typeof data.refreshToken === "string"
  );
}
