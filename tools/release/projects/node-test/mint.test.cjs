const assert = require("node:assert");
const { after, afterEach, beforeEach, test } = require("node:test");
const { createMelioClient } = require("@melio-platform/client");
const { createTokenCache } = require("@melio-platform/client/cache");
const { startMockServer } = require("@melio-platform/mock-server");

const starting = startMockServer({ apiKeys: ["sk_test"] });
const createMelio = async () =>
  createMelioClient({ apiKey: "sk_test", baseUrl: (await starting).baseUrl });
beforeEach(async () => (await starting).reset());
afterEach(async () => (await starting).assertNoViolations());
after(async () => (await starting).close());

test("a token is minted", async () => {
  const { accessToken } = await (await createMelio()).auth.createToken();
  assert.ok((await starting).isValid(accessToken));
});

// An application may load both copies of the package, such as a test in CommonJS of code in modules.
test("what was required and what was imported work together", async () => {
  const imported = await import("@melio-platform/client/cache");
  const { isMelioError } = await import("@melio-platform/client");
  assert.notStrictEqual(imported.createTokenCache, createTokenCache);
  const tokens = imported.createTokenCache({ melio: await createMelio() });
  const { accessToken } = await tokens.get("acc_1");
  assert.ok((await starting).isValid(accessToken));

  (await starting).failNext({ status: 403 });
  const error = await tokens.get("acc_2").catch((thrown) => thrown);
  assert.ok(isMelioError(error));
});
