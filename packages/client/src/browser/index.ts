export { createTokenSource } from "./create-token-source.js";
export type { TokenSourceOptions } from "./options.js";
export type { TokenEndpointError } from "./token-endpoint-error.js";
export type { TokenSource } from "./token-source.js";
