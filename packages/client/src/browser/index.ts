export { TokenEndpointError } from "./page-token.js";
export {
  createTokenSource,
  type GetTokenOptions,
  type TokenSource,
  type TokenSourceOptions,
} from "./token-source.js";
