import { type ApiParts, createApi } from "./behaviour/api.js";
import { createApiKeys } from "./behaviour/api-keys.js";
import { checkFault, checkStub } from "./behaviour/check-fault.js";
import { createClock } from "./behaviour/clock.js";
import { createFaults } from "./behaviour/faults.js";
import { createIdempotencyStore } from "./behaviour/idempotency.js";
import { createJournal, matches } from "./behaviour/journal.js";
import { createStubs } from "./behaviour/stubs.js";
import { createTokenMint } from "./behaviour/tokens.js";
import {
  assertFaultsStruck,
  assertNoViolations,
  assertRequests,
} from "./control/assertions.js";
import { createControl, isControl, isEvents } from "./control/control.js";
import { createGuard } from "./control/guard.js";
import { createOutside } from "./control/outside.js";
import { listen } from "./http/http-server.js";
import { createRequestHandler } from "./http/request-handler.js";
import type { Stub } from "./messages.js";
import type { MockControls, MockServer } from "./mock-server.js";
import { changeOptions, resolveOptions } from "./option-table.js";
import { MockServerConfigError, type MockServerOptions } from "./options.js";
import {
  createTraitsOf,
  findOperation,
  loadSpec,
  methodsAt,
} from "./prism/spec.js";
import { createJudge } from "./prism/verdict-cache.js";
import { warmUp } from "./prism/warm-up.js";

/**
 * Starts a mock server of the Melio Platform API.
 *
 * @throws {@link MockServerConfigError} if an option is invalid or the port is in use.
 *
 * @example
 * ```ts
 * await using mock = await startMockServer();
 * const response = await fetch(`${mock.baseUrl}/auth/token`, {
 *   method: "POST",
 *   headers: { "API-Key": "any", "Idempotency-Key": crypto.randomUUID() },
 * });
 * ```
 */
export function startMockServer(
  options: MockServerOptions = {},
): Promise<MockServer> {
  return startServer(options, createApi);
}

/**
 * Starts a server with everything but the API itself.
 *
 * @param makeApi - Creates the function that answers requests for the API.
 * @internal
 */
export async function startServer(
  options: MockServerOptions,
  makeApi: (parts: ApiParts) => ReturnType<typeof createApi>,
): Promise<MockServer> {
  const resolved = resolveOptions(options);
  const { operations, contract } = await loadSpec(resolved.spec);

  let current = resolved;
  const clock = createClock();
  const mint = createTokenMint(() => current.tokenTtl, resolved.seed);
  const faults = createFaults(() => current.randomFaults, resolved.seed);
  const idempotency = createIdempotencyStore(() => current.idempotencyTtl);
  const stubs = createStubs();
  const apiKeys = createApiKeys(resolved.apiKeys);
  const journal = createJournal(
    resolved.journalSize,
    new Set(contract.secretHeaders),
  );
  const operationAt = (method: string, path: string) =>
    findOperation(operations, method, path);
  const judge = createJudge(operations);
  await warmUp(judge, operations);
  const api = makeApi({
    contract,
    judge,
    traitsOf: createTraitsOf(contract),
    methodsAt: (path) => methodsAt(operations, path),
    operationAt,
    apiKeys,
    clock,
    faults,
    stubs,
    idempotency,
    mint,
  });

  const controls: MockControls = {
    clock: { now: clock.now, advance: clock.advance },
    failNext(given = {}) {
      const fault = checkFault(given);
      if (resolved.control && isControl(fault.path ?? ""))
        throw new MockServerConfigError(
          `The fault's "path" is invalid: ${fault.path} is part of the control API, which no fault strikes. Expected a path of the API, such as "/v1/auth/token".`,
        );
      faults.add(fault);
    },
    faults: faults.counts,
    clearFaults: faults.clear,
    assertFaultsStruck: () => assertFaultsStruck(faults.counts()),
    configure(changes) {
      current = changeOptions(current, changes);
      apiKeys.know(current.apiKeys);
    },
    stub(method, path, answer = {}) {
      stubs.add(checkStub({ ...answer, method, path }, ownerOf));
    },
    expireTokens: () => mint.expireAll(clock.now()),
    requests: (filter = {}) => journal.entries().filter(matches(filter)),
    violations: () =>
      journal
        .violating()
        .flatMap((request) =>
          request.violations
            .filter(({ severity }) => severity === "error")
            .map((violation) => ({ ...violation, request })),
        ),
    assertRequests: (expected) => assertRequests(journal.entries(), expected),
    assertNoViolations: () => assertNoViolations(controls.violations()),
    isValid: (accessToken) => (mint.expiryOf(accessToken) ?? 0) > clock.now(),
    reset() {
      current = resolved;
      apiKeys.know(resolved.apiKeys);
      stubs.clear();
      for (const part of [clock, faults, idempotency, journal, mint])
        part.reset();
    },
  };

  /** Nothing else may answer what the spec or the control API answers. */
  function ownerOf({ method, path }: Stub): string | undefined {
    if (resolved.control && isControl(path)) return "part of the control API";
    const isOperation =
      path.startsWith(`${contract.basePath}/`) &&
      operationAt(method.toLowerCase(), path.slice(contract.basePath.length));
    return isOperation
      ? "an operation of the spec, whose next response failNext() can change"
      : undefined;
  }

  const guard = createGuard([resolved.host, ...resolved.allowHosts]);
  const { url, close } = await listen(
    {
      port: resolved.port,
      host: resolved.host,
      tls: resolved.https,
      keepAlive: resolved.keepAlive,
    },
    createRequestHandler({
      contract,
      api,
      follows: (incoming) =>
        resolved.control && isEvents(incoming) && guard(incoming) === undefined,
      control: resolved.control
        ? createControl(
            controls,
            {
              mint,
              stubs,
              options: () => current,
            },
            guard,
          )
        : () => undefined,
      outside: createOutside(
        contract.basePath,
        (path) =>
          faults.waitsAt(path) ||
          methodsAt(operations, path.slice(contract.basePath.length)).includes(
            "GET",
          ),
      ),
      clock,
      journal,
      cors: resolved.cors,
      onRequest: resolved.onRequest,
    }),
  );
  return {
    ...controls,
    url,
    baseUrl: url + contract.basePath,
    close,
    [Symbol.asyncDispose]: close,
  };
}
