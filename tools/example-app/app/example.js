import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { startMockServer } from "@melio-platform/mock-server";
import { listen } from "./listen.js";
import { createMelioLikeApi } from "./melio-like-api.js";
import { createShop } from "./shop.js";

/**
 * Starts the shop, an API like Melio's, and the mock server that mints the tokens.
 *
 * @param {object} [options]
 * @param {string} [options.apiKey] the partner's secret: known to the shop's backend alone
 * @param {number} [options.port] of the shop; 0: any free one
 * @param {(url: string) => Promise<string>} [options.through]
 *   gives the address under which the browser reaches a server: a test listens in between
 */
export async function startExample({
  apiKey = "sk_example_key",
  port = 0,
  through = async (url) => url,
} = {}) {
  const mock = await startMockServer({ apiKeys: [apiKey] });
  const api = await listen(createMelioLikeApi(mock));
  const apiOrigin = await through(api.url);
  const melio = createMelioClient({ apiKey, baseUrl: mock.baseUrl });
  const tokens = createTokenCache({ melio });
  const shop = await listen(createShop({ tokens, apiOrigin }), port);
  return {
    url: await through(shop.url),
    mock,
    async close() {
      await shop.close();
      await api.close();
      await mock.close();
    },
  };
}
