import { createTokenSource } from "@melio-platform/client/browser";

const melio = createTokenSource({ endpoint: "/melio/token" });

export async function loadBills() {
  const response = await melio.fetch("https://api.melio.com/v1/bills");
  return response.json();
}
