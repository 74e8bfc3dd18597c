import { startMockServer } from "@melio-platform/mock-server";

const mock = await startMockServer();

const response = await fetch(`${mock.baseUrl}/auth/token`, {
  method: "POST",
  headers: { "API-Key": "any-key", "Idempotency-Key": crypto.randomUUID() },
});
const { data } = await response.json();
console.log(data.accessToken, mock.isValid(data.accessToken));

await mock.close();
