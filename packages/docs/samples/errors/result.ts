import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();

const { data, error, response } = await melio.http.POST("/auth/token", {
  params: { header: { "Melio-Account": "acc_123" } },
});
if (data) console.log(data.data.expiresAt);
else console.error(response.status, error?.error?.message);
