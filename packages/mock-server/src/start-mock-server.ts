import type { Answer } from "./answer.js";
import { createApi } from "./api.js";
import { createApiKeys } from "./api-keys.js";
import { createClock } from "./clock.js";
import { crashResponse } from "./crash-response.js";
import { createFaults } from "./faults.js";
import { listen } from "./http-server.js";
import { createIdempotencyStore } from "./idempotency-store.js";
import { maxBody, readRequest } from "./incoming-request.js";
import { createJudge } from "./judge.js";
import { loadSpec } from "./load-spec.js";
import type { MockServer } from "./mock-server.js";
import { createTraitsOf } from "./operation-traits.js";
import type { MockServerOptions } from "./options.js";
import { methodsAt } from "./prism.js";
import { violationResponse } from "./problem.js";
import { createTokenMint } from "./token-mint.js";
import { writeResponse, writeSpoiled } from "./write-response.js";

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
  const {
    port = 0,
    host = "127.0.0.1",
    tokenTtl = 3_600_000,
    idempotencyTtl = 86_400_000,
    seed,
  } = options;
  const { operations, contract } = await loadSpec(options.spec);
  const clock = createClock();
  const mint = createTokenMint(tokenTtl, seed);
  const api = createApi({
    contract,
    judge: createJudge(operations),
    traitsOf: createTraitsOf(contract),
    methodsAt: (path) => methodsAt(operations, path),
    apiKeys: createApiKeys(options.apiKeys),
    clock,
    faults: createFaults([], seed),
    idempotency: createIdempotencyStore(idempotencyTtl),
    mint,
  });

  const server = await listen({ port, host }, async (message, out, closing) => {
    const incoming = await readRequest(message);
    if (incoming === "too-large") {
      out.setHeader("connection", "close");
      writeResponse(
        out,
        violationResponse(413, "content_too_large", [
          {
            location: ["request", "body"],
            code: "length",
            severity: "error",
            message: `Request body is longer than ${maxBody} bytes`,
          },
        ]),
      );
      return;
    }
    const { response, fault } = await api(incoming, closing).catch(crashed);
    if (fault === undefined) writeResponse(out, response);
    else await writeSpoiled(out, response, fault, clock, closing);
  });

  return {
    url: server.url,
    baseUrl: server.url + contract.basePath,
    clock,
    isValid(accessToken) {
      const expiry = mint.expiryOf(accessToken);
      return expiry !== undefined && expiry > clock.now();
    },
    close: server.close,
    [Symbol.asyncDispose]: server.close,
  };
}

function crashed(error: unknown): Answer {
  return { response: crashResponse(error), outcome: "defect", violations: [] };
}
