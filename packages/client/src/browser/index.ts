export { createTokenSource } from "./create-token-source.js";
export {
  type GetTokenOptions,
  TokenEndpointError,
  type TokenSource,
  type TokenSourceOptions,
} from "./token-source.js";
