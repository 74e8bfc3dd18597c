import KeyvRedis from "@keyv/redis";
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import Keyv from "keyv";
import { createTokenEncryption } from "./token-encryption.js";

/** @param {string} redisUrl @param {string} secret of the encryption */
export function createSharedTokens(redisUrl, secret) {
  const redis = new KeyvRedis(redisUrl);
  const store = new Keyv({ store: redis, useKeyPrefix: false });
  // Without a listener, an error of the connection would end the process.
  store.on("error", (error) => console.error("Redis:", error.message));

  const tokens = createTokenCache({
    melio: createMelioClient(),
    store,
    encryption: createTokenEncryption(secret),
    onError: (error) => console.error("Token cache:", error),
  });
  return { tokens, close: () => redis.disconnect(true) };
}
