import { expect, test, vi } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { until } from "../support/time.js";
import { ask, createHandler } from "./support.js";

test("gives the access token and its expiry, and nothing else of it", async () => {
  const { handle, mints, tokens } = createHandler();
  const response = await handle(ask());
  expect(response.status).toBe(200);
  expect(response.headers.get("Content-Type")).toBe("application/json");
  const { accessToken, expiresAt } = await tokens.get("acc_1");
  expect(await response.json()).toEqual({ accessToken, expiresAt });
  expect(mints).toHaveLength(1);
});

test("gives the refresh token to who asks for it in the settings", async () => {
  const { handle, tokens } = createHandler({ includeRefreshToken: true });
  expect(await (await handle(ask())).json()).toEqual(await tokens.get("acc_1"));
});

test.for([
  { what: "a token", request: ask() },
  { what: "a refusal", request: ask({ "Sec-Fetch-Site": "cross-site" }) },
  { what: "a wrong method", request: ask({}, "PUT") },
])(
  "$what is not to be stored, and has the backend's time",
  async ({ request }) => {
    stopClock();
    const { headers } = await createHandler().handle(request);
    expect(headers.get("Cache-Control")).toBe("no-store");
    const now = Math.floor(Date.now() / 1_000) * 1_000;
    expect(Date.parse(headers.get("Date") ?? "")).toBe(now);
  },
);

test.for(["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"])(
  "%s is answered with 405, and nobody is asked for an Account",
  async (method) => {
    const authorize = vi.fn(() => "acc_1");
    const { handle, mints } = createHandler({ authorize });
    const response = await handle(ask({}, method));
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("POST");
    expect(authorize).not.toHaveBeenCalled();
    expect(mints).toHaveLength(0);
  },
);

test("a token that the API has refused is not given again", async () => {
  const { handle, mints } = createHandler();
  const { accessToken } = await (await handle(ask())).json();
  const refusal = { "Melio-Refused-Token": accessToken };
  const renewed = await (await handle(ask(refusal))).json();
  expect(renewed.accessToken).not.toBe(accessToken);
  // The other tabs that were refused with the old one get the new one.
  const again = await (await handle(ask(refusal))).json();
  expect(again.accessToken).toBe(renewed.accessToken);
  expect(mints).toHaveLength(2);
});

test("a page that leaves while the token is minted does not end the mint", async () => {
  const { handle, mints } = createHandler({}, { auto: false });
  const controller = new AbortController();
  const leaving = handle(new Request(ask(), { signal: controller.signal }));
  const staying = handle(ask());
  await until(() => mints.length);
  controller.abort();
  expect((await leaving).ok).toBe(false);
  mints[0]?.succeed();
  expect((await staying).status).toBe(200);
  expect(mints).toHaveLength(1);
});

test("the next token follows the one that expires", async () => {
  const clock = stopClock();
  const { handle } = createHandler();
  const { accessToken } = await (await handle(ask())).json();
  clock.advance(hour);
  const renewed = await (await handle(ask())).json();
  expect(renewed.accessToken).not.toBe(accessToken);
});
