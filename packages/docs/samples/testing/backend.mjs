import { createMelioClient } from "@melio-platform/client";

/**
 * Represents your backend. A test passes its base URL.
 *
 * @param {string} baseUrl
 * @param {string} account
 */
export async function mintToken(baseUrl, account) {
  const melio = createMelioClient({ apiKey: "test-key", baseUrl });
  const token = await melio.auth.createToken({ melioAccount: account });
  return token.accessToken;
}
