import { createMelioClient, isMelioError } from "@melio-platform/client";
import { createTokenSource } from "@melio-platform/client/browser";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { startMockServer } from "@melio-platform/mock-server";
import suite from "../suite.js";

suite({
  createMelioClient,
  isMelioError,
  createTokenSource,
  createTokenCache,
  createTokenHandler,
  startMockServer,
});
