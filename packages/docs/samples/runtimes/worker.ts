import { createMelioClient } from "@melio-platform/client";

interface Bindings {
  MELIO_API_KEY: string;
}

export default {
  /** The settings come with each request. */
  async fetch(request: Request, { MELIO_API_KEY }: Bindings) {
    const melio = createMelioClient({
      apiKey: MELIO_API_KEY,
      environment: "sandbox",
    });
    const { expiresAt } = await melio.auth.createToken(
      { melioAccount: "acc_123" },
      { signal: request.signal },
    );
    return Response.json({ expiresAt });
  },
};
