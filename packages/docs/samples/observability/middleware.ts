import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();
melio.http.use({
  onRequest({ request }) {
    request.headers.set("X-Request-Id", crypto.randomUUID());
  },
  onResponse({ response }) {
    console.log("answered", response.status);
  },
});
await melio.auth.createToken({ melioAccount: "acc_123" });
