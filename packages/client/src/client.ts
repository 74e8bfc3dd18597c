import { createAuth, type MelioAuth } from "./auth.js";
import { resolveConfig } from "./config.js";
import { createHttp, type MelioHttp } from "./http.js";
import { exposeIdentity } from "./identity.js";
import type { MelioClientOptions } from "./options.js";

/** A client of the Melio Platform API, made by {@link createMelioClient}. */
export interface MelioClient {
  /** Access tokens. */
  readonly auth: MelioAuth;
  /** Every operation of the spec, through openapi-fetch. */
  readonly http: MelioHttp;
  /**
   * Another client with this one's settings, of which some are replaced: a second environment, another
   * key. An `environment` also replaces a `baseUrl` of this client. Middleware is not taken along.
   *
   * @example
   * ```ts
   * const sandbox = melio.withOptions({ environment: "sandbox" });
   * await sandbox.auth.createToken({ melioAccount: "acc_123" });
   * ```
   * @throws {@link MelioConfigError} if a setting is wrong
   */
  withOptions(options: MelioClientOptions): MelioClient;
}

/**
 * Creates a client. Make one and keep it: it holds no connection and no state of a call.
 *
 * @example
 * ```ts
 * import { createMelioClient } from "@melio-platform/client";
 *
 * const melio = createMelioClient({ apiKey: process.env.MELIO_API_KEY, environment: "sandbox" });
 * const { accessToken, expiresAt } = await melio.auth.createToken({ melioAccount: "acc_123" });
 * ```
 * @throws {@link MelioConfigError} if a setting is wrong
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
