export { createTokenCache } from "./create-token-cache.js";
export type { TokenCacheOptions } from "./options.js";
export type { GetOptions, TokenCache } from "./token-cache.js";
export type { TokenEncryption, TokenStore } from "./token-store.js";
