import { createMelioClient } from "@melio-platform/client";

/** Represents your backend. A test sets its base URL. */
export function createBackend({ baseUrl }: { baseUrl: string }) {
  const melio = createMelioClient({ apiKey: "test-key", baseUrl });
  return {
    async tokenFor(account: string) {
      const token = await melio.auth.createToken({ melioAccount: account });
      return token.accessToken;
    },
  };
}
