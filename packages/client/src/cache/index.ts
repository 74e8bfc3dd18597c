export { createTokenCache } from "./create-token-cache.js";
export {
  createRedisStore,
  type IoredisClient,
  type NodeRedisClient,
} from "./redis-store.js";
export type {
  GetOptions,
  TokenCache,
  TokenCacheOptions,
  TokenEncryption,
  TokenStore,
} from "./token-cache.js";
