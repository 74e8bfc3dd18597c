import { expect } from "vitest";
import type { InstalledMock } from "./installed-mock.js";

/** What the programs of the frameworks' pages are told. */
export const settings = (mock: InstalledMock) => ({
  MELIO_API_KEY: "sk_frameworks",
  MELIO_BASE_URL: mock.baseUrl,
  SESSION_SECRET: "a secret of this test that is long enough",
});

/** A visitor who is signed in gets a token; one who is not, and a foreign page, get none. */
export async function tryOut(
  { url }: { readonly url: string },
  mock: InstalledMock,
) {
  const control = (path: string, method = "GET") =>
    fetch(`${mock.url}/__mock/${path}`, { method });
  await control("reset", "POST");
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/melio/token`, { method: "POST", headers });
  const login = await fetch(`${url}/login`, { method: "POST" });
  expect(login.ok).toBe(true);
  const Cookie = login.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

  const allowed = await ask({ Cookie, Origin: url });
  expect(allowed.status).toBe(200);
  const token = await allowed.json();
  expect(Date.parse(token.expiresAt)).toBeGreaterThan(Date.now());
  expect(token).not.toHaveProperty("refreshToken");
  const journal = await control("requests?account=acc_123");
  expect(JSON.stringify(await journal.json())).toContain("acc_123");

  const refused = await ask({ Origin: url });
  expect(refused.status).toBe(401);
  expect(await refused.text()).toContain("Please sign in");
  expect(
    (await ask({ Cookie, Origin: "https://foreign.example" })).status,
  ).toBe(403);
}
