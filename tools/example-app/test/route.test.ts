import { startMockServer } from "@melio-platform/mock-server";
import { expect, onTestFinished, test, vi } from "vitest";

test("a route module, as Next.js has it, takes the request of the platform", async () => {
  const mock = await startMockServer();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    mock.assertNoViolations();
    await mock.close();
  });
  vi.stubEnv("MELIO_API_KEY", "sk_test_of_the_route");
  vi.stubEnv("MELIO_BASE_URL", mock.baseUrl);
  const { POST } = await import("../frameworks/next-route.js");
  const ask = (cookie: string) =>
    POST(
      new Request("https://shop.example/melio/token", {
        method: "POST",
        headers: { Cookie: cookie, "Sec-Fetch-Site": "same-origin" },
      }),
    );
  const { accessToken } = await (await ask("session=ada")).json();
  expect(mock.isValid(accessToken)).toBe(true);
  expect((await ask("session=of-nobody")).status).toBe(403);
  mock.assertRequests([{ account: "acc_ada", status: 200 }]);
});

test("the page's module sends the token to Melio alone", async () => {
  const sent: string[] = [];
  vi.stubGlobal("fetch", async (input: RequestInfo, init?: RequestInit) => {
    const request = new Request(
      new URL((input as Request).url ?? input, "https://shop.example"),
      input instanceof Request ? input : init,
    );
    sent.push(`${request.url} ${request.headers.get("Authorization")}`);
    return request.url.endsWith("/melio/token")
      ? Response.json({
          accessToken: "at_page",
          expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
        })
      : Response.json({ data: [] });
  });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const { loadBills } = await import("../frameworks/page.js");
  expect(await loadBills()).toEqual({ data: [] });
  expect(sent).toEqual([
    "https://shop.example/melio/token null",
    "https://api.melio.com/v1/bills Bearer at_page",
  ]);
});
