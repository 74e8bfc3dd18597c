export type {
  AuthToken,
  components,
  ErrorDetails,
  ErrorResponse,
  operations,
  PostAuthResponse,
  PostAuthResponseData,
  paths,
} from "./api-types.js";
export type { CreateTokenParams, MelioAuth } from "./auth.js";
export { createMelioClient, type MelioClient } from "./client.js";
export { type ApiErrorKind, MelioApiError } from "./errors/api-error.js";
export { MelioConfigError } from "./errors/config-error.js";
export { MelioConnectionError } from "./errors/connection-error.js";
export { type AnyMelioError, isMelioError } from "./errors/is-melio-error.js";
export { type MelioCallError, MelioError } from "./errors/melio-error.js";
export { MelioResponseError } from "./errors/response-error.js";
export { MelioTimeoutError } from "./errors/timeout-error.js";
export type { MelioHttp } from "./http.js";
export type {
  CallOptions,
  MelioClientOptions,
  MelioEnvironment,
  MelioLogDetails,
  MelioLogger,
  RetryOptions,
} from "./options.js";
export type { ResponsePromise, WithResponse } from "./response-promise.js";
