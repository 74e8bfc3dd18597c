import { createMelioClient } from "@melio-platform/client";

const hour = 3_600_000; // milliseconds

/** A client whose `fetch` mints at once, and counts. */
export function createMinter() {
  let mints = 0;
  const melio = createMelioClient({
    apiKey: "sk_test_0123456789abcdef",
    baseUrl: "https://api.test/v1",
    fetch: async () => {
      mints++;
      const data = {
        accessToken: `at_${mints}`,
        refreshToken: `rt_${mints}`,
        expiresAt: new Date(Date.now() + hour).toISOString(),
      };
      return Response.json({ data });
    },
  });
  return { melio, mints: () => mints };
}
