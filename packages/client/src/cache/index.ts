export {
  createTokenCache,
  type GetOptions,
  type TokenCache,
  type TokenCacheOptions,
} from "./token-cache.js";
export {
  createRedisStore,
  type IoredisClient,
  type NodeRedisClient,
  type TokenEncryption,
  type TokenStore,
} from "./token-store.js";
