export { createTokenHandler } from "./create-token-handler.js";
export type { Authorize, TokenHandlerOptions } from "./options.js";
