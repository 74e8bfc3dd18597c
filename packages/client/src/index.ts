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
export type {
  CreateTokenParams,
  MelioAuth,
  ResponsePromise,
  WithResponse,
} from "./auth.js";
export { createMelioClient, type MelioClient } from "./client.js";
export {
  type AnyMelioError,
  type ApiErrorKind,
  isMelioError,
  MelioApiError,
  type MelioCallError,
  MelioConfigError,
  MelioConnectionError,
  MelioError,
  MelioResponseError,
  MelioTimeoutError,
} from "./errors.js";
export type { MelioHttp } from "./http.js";
export type {
  ApiKeyFunction,
  CallOptions,
  MelioClientOptions,
  MelioEnvironment,
  MelioFetch,
  MelioLogDetails,
  MelioLogger,
  RetryOptions,
} from "./options.js";
