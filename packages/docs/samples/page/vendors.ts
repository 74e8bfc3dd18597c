import { createTokenSource } from "@melio-platform/client/browser";

const melio = createTokenSource({ endpoint: "/melio/token" });

export async function loadVendors() {
  const response = await melio.fetch(
    "https://api-sandbox.melio.com/v1/vendors",
  );
  if (!response.ok) throw new Error(`Melio answered ${response.status}`);
  return response.json();
}
