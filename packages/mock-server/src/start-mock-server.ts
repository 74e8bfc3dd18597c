import { createApi } from "./behaviour/api.js";
import { createApiKeys } from "./behaviour/api-keys.js";
import { checkFault } from "./behaviour/check-fault.js";
import { createClock } from "./behaviour/clock.js";
import { createFaults } from "./behaviour/faults.js";
import { createIdempotencyStore } from "./behaviour/idempotency.js";
import { createJournal } from "./behaviour/journal.js";
import { createTokenMint } from "./behaviour/token-mint.js";
import { assertNoViolations, assertRequests } from "./control/assertions.js";
import { createControl } from "./control/control.js";
import { listen } from "./http/http-server.js";
import { createRequestHandler } from "./http/request-handler.js";
import type { MockControls, MockServer } from "./mock-server.js";
import { resolveOptions } from "./option-table.js";
import type { MockServerOptions } from "./options.js";
import { createJudge } from "./prism/judge.js";
import { createTraitsOf, loadSpec, methodsAt } from "./prism/spec.js";

/**
 * Starts a mock of the Melio Platform API.
 *
 * @throws {@link MockServerConfigError} if an option cannot be used or the port is taken.
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
export async function startMockServer(
  options: MockServerOptions = {},
): Promise<MockServer> {
  const resolved = resolveOptions(options);
  const { operations, contract } = await loadSpec(resolved.spec);

  const clock = createClock();
  const mint = createTokenMint(resolved.tokenTtl, resolved.seed);
  const faults = createFaults(resolved.randomFaults, resolved.seed);
  const idempotency = createIdempotencyStore(resolved.idempotencyTtl);
  const secretHeaders = ["authorization", "cookie", contract.headers.apiKey];
  const journal = createJournal(
    resolved.journalSize,
    new Set(secretHeaders.filter((name) => name !== undefined)),
  );
  const api = createApi({
    contract,
    judge: createJudge(operations),
    traitsOf: createTraitsOf(contract),
    methodsAt: (path) => methodsAt(operations, path),
    apiKeys: createApiKeys(resolved.apiKeys),
    clock,
    faults,
    idempotency,
    mint,
  });

  const controls: MockControls = {
    clock: { now: clock.now, advance: clock.advance },
    failNext(fault = {}) {
      checkFault(fault);
      faults.add(fault);
    },
    faults: faults.counts,
    requests: journal.entries,
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
      for (const part of [clock, faults, idempotency, journal, mint])
        part.reset();
    },
  };

  const { url, close } = await listen(
    { port: resolved.port, host: resolved.host, tls: resolved.https },
    createRequestHandler({
      contract,
      api,
      control: resolved.control
        ? createControl(controls, mint.expiryOf)
        : () => undefined,
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
