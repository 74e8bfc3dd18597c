import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();

const { data, response } = await melio.auth
  .createToken({ melioAccount: "acc_123" })
  .withResponse();
console.log(response.status);
console.log(response.headers.get("Content-Type"));
console.log(data.expiresAt);
