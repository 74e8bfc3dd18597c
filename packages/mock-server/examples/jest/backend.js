/** Represents your backend: asks for a token, and tries a second time if the server is down. */
async function mintToken(baseUrl, account) {
  const headers = {
    "API-Key": "test-key",
    "Idempotency-Key": crypto.randomUUID(),
    "Melio-Account": account,
  };
  const ask = () => fetch(`${baseUrl}/auth/token`, { method: "POST", headers });
  let response = await ask();
  if (response.status === 503) response = await ask();
  const { data } = await response.json();
  return data.accessToken;
}

module.exports = { mintToken };
