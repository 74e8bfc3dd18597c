import { type ApiParts, createApi } from "./behaviour/api.js";
import { createApiKeys } from "./behaviour/api-keys.js";
import { createClock } from "./behaviour/clock.js";
import { createFaults } from "./behaviour/faults.js";
import { createIdempotencyStore } from "./behaviour/idempotency.js";
import { createJournal } from "./behaviour/journal.js";
import { createStubs } from "./behaviour/stubs.js";
import { createTokenMint } from "./behaviour/tokens.js";
import { createControl, isEvents } from "./control/control.js";
import { createControls } from "./control/controls.js";
import { createGuard } from "./control/guard.js";
import { createOutside } from "./control/outside.js";
import { listen } from "./http/http-server.js";
import { createRequestHandler } from "./http/request-handler.js";
import type { MockServer } from "./mock-server.js";
import { createRunningOptions, resolveOptions } from "./option-table.js";
import type { MockServerOptions } from "./options.js";
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
  const judge = createJudge(operations);
  await warmUp(judge, operations);

  const running = createRunningOptions(resolved);
  const { current } = running;
  const { seed } = resolved;
  const clock = createClock();
  const journal = createJournal(
    resolved.journalSize,
    new Set(contract.secretHeaders),
  );
  const parts: ApiParts = {
    contract,
    judge,
    traitsOf: createTraitsOf(contract),
    methodsAt: (path) => methodsAt(operations, path),
    operationAt: (method, path) => findOperation(operations, method, path),
    apiKeys: createApiKeys(resolved.apiKeys),
    clock,
    faults: createFaults(() => current().randomFaults, seed),
    stubs: createStubs(),
    idempotency: createIdempotencyStore(() => current().idempotencyTtl),
    mint: createTokenMint(() => current().tokenTtl, seed),
  };
  const api = makeApi(parts);
  const controls = createControls({ ...parts, options: running, journal });

  const guard = createGuard([resolved.host, ...resolved.allowHosts]);
  const isTaken = (path: string) =>
    parts.faults.waitsAt(path) ||
    parts.methodsAt(path.slice(contract.basePath.length)).includes("GET");
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
        ? createControl(controls, { ...parts, options: current }, guard)
        : () => undefined,
      outside: createOutside(contract.basePath, isTaken),
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
