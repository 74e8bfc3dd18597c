/** @param {string} account */
async function tokenFor(account) {
  const { createMelioClient } = await import("@melio-platform/client");
  const melio = createMelioClient();
  return melio.auth.createToken({ melioAccount: account });
}

tokenFor("acc_123").then((token) => console.log(token.expiresAt));
