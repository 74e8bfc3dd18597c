import { createAuth, type MelioAuth } from "./auth.js";
import { resolveConfig } from "./config.js";
import { createHttp, type MelioHttp } from "./http.js";
import { exposeIdentity } from "./identity.js";
import type { MelioClientOptions } from "./options.js";

/** A client of the Melio Platform API. Create it with {@link createMelioClient}. */
export interface MelioClient {
  /** Mints access tokens. */
  readonly auth: MelioAuth;
  /** Calls any operation of the spec, as a typed openapi-fetch client. */
  readonly http: MelioHttp;
  /**
   * Returns another client with this client's settings and the ones that you pass, for a second
   * environment or another key, for example. An `environment` also replaces this client's `baseUrl`.
   * Middleware is not copied.
   *
   * @example
   * ```ts
   * const sandbox = melio.withOptions({ environment: "sandbox" });
   * await sandbox.auth.createToken({ melioAccount: "acc_123" });
   * ```
   * @throws {@link MelioConfigError} if a setting is invalid
   */
  withOptions(options: MelioClientOptions): MelioClient;
}

/**
 * Creates a client for your backend. Create it once and share it: it keeps no connection and no state
 * between calls.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 *
 * const melio = createMelioClient({ apiKey: process.env.MELIO_API_KEY, environment: "sandbox" });
 * const { accessToken, expiresAt } = await melio.auth.createToken({ melioAccount: "acc_123" });
 * ```
 * @throws {@link MelioConfigError} if a setting is invalid
 */
export function createMelioClient(
  options: MelioClientOptions = {},
): MelioClient {
  const config = resolveConfig(options);
  const { http, makeCall } = createHttp(config);
  exposeIdentity(http, config);
  return {
    auth: createAuth(config.baseUrl, makeCall),
    http,
    withOptions(more) {
      const { baseUrl, ...rest } = options;
      return createMelioClient({
        ...(more?.environment === undefined ? options : rest),
        ...more,
      });
    },
  };
}
