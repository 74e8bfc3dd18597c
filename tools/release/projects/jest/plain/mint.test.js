const { createMelioClient, isMelioError } = require("@melio-platform/client");
const { createTokenSource } = require("@melio-platform/client/browser");
const { createTokenCache } = require("@melio-platform/client/cache");
const { createTokenHandler } = require("@melio-platform/client/handler");
const { startMockServer } = require("@melio-platform/mock-server");
const suite = require("../suite.js");

suite({
  createMelioClient,
  isMelioError,
  createTokenSource,
  createTokenCache,
  createTokenHandler,
  startMockServer,
});
