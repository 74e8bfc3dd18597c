// A backend's process that mints a token, and is killed by the test while it does.
import { createMelioClient } from "@melio-platform/client";
import {
  createRedisStore,
  createTokenCache,
} from "@melio-platform/client/cache";
import { createClient } from "redis";

const redis = createClient({ url: process.argv[2] ?? "" });
await redis.connect();
const melio = createMelioClient();
await createTokenCache({ melio, store: createRedisStore(redis) }).get("acc_1");
