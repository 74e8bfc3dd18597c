import { expect, test } from "vitest";
import { noTroubles, useSite } from "./site.js";

const site = useSite();

test.for([
  { query: "idempotency", found: /guides\/idempotency-and-retries/ },
  { query: "refreshBefore", found: /reference\/client\/cache/ },
  { query: "Create an access token", found: /api\/#postAuthToken/ },
])(
  "the search finds $query, by the keyboard alone",
  async ({ query, found }) => {
    const { page, troubles } = await site.open("");
    await page.keyboard.press("Control+k");
    await page.locator(".VPLocalSearchBox input").waitFor();
    // At once, as a paste: typed letter by letter, the results of a part of it would come and go.
    await page.keyboard.insertText(query);
    const results = page.locator(".VPLocalSearchBox a.result");
    await results.first().waitFor();
    const addresses = await results.evaluateAll((list) =>
      list.map((a) => (a as HTMLAnchorElement).href),
    );
    expect(addresses.filter((address) => found.test(address))).not.toEqual([]);
    await page.keyboard.press("Enter");
    await page.waitForURL(addresses[0] ?? "");
    expect(troubles).toEqual(noTroubles);
  },
);

test("the search shows a page first that answers", async () => {
  const first: [string, RegExp][] = [
    ["retry", /guides\/idempotency-and-retries/],
    ["proxy", /guides\/observability-and-proxies/],
    ["jest", /guides\/jest/],
    ["redis", /guides\/backend-to-browser#several-processes/],
    ["typescript", /guides\/runtimes#typescript/],
    ["bun", /guides\/runtimes/],
    ["logout", /guides\/troubleshooting#how-do-i-sign-a-user-out/],
    ["rate limit", /guides\/troubleshooting#_429/],
    ["500", /guides\/troubleshooting#_500/],
    ["idempotency", /guides\/idempotency-and-retries/],
    ["fetch failed", /guides\/troubleshooting#econnrefused/],
    ["self-signed certificate", /guides\/troubleshooting#a-certificate-error/],
    ["err_module_not_found", /guides\/troubleshooting#cannot-use-import/],
    ["jwt", /guides\/troubleshooting#is-the-access-token-a-jwt/],
    ["koa", /guides\/troubleshooting#which-frameworks/],
    ["mobile", /guides\/troubleshooting#can-i-use-it-in-a-mobile/],
    ["playwright", /guides\/testing#in-any-other-language/],
    ["postman", /api\//],
    ["logging", /guides\/observability-and-proxies#log-lines/],
    ["migrate", /guides\/moving-from-ruby/],
    ["cloudflare", /guides\/workers/],
    ["github actions", /guides\/docker-and-ci#in-ci/],
    ["windows", /quickstart/],
    ["install", /quickstart#_1-install/],
    ["error", /guides\/errors#errors/],
    ["security", /guides\/(key-rotation|backend-to-browser#threats)/],
    ["changelog", /changelog#changelog/],
    ["melio-mock", /melio-mock#melio-mock$/],
    ["cors", /guides\/(troubleshooting|backend-to-browser)/],
    ["expired", /guides\/(troubleshooting|testing)/],
    ["401", /guides\/(troubleshooting|errors)/],
    ["403", /guides\/(troubleshooting|errors)/],
    ["refresh token", /guides\/troubleshooting/],
    ["docker", /guides\/docker-and-ci/],
    ["python", /guides\/(other-languages|troubleshooting)/],
    ["webhook", /guides\/troubleshooting/],
    ["lambda", /guides\/lambda/],
    ["vercel", /guides\/(nextjs|troubleshooting)/],
    ["nestjs", /guides\/(express|troubleshooting)/],
    ["econnrefused", /guides\/troubleshooting/],
    ["next.js", /guides\/nextjs/],
  ];
  const { page } = await site.open("");
  await page.keyboard.press("Control+k");
  const input = page.locator(".VPLocalSearchBox input");
  await input.waitFor();
  const found: string[] = [];
  for (const [query] of first) {
    await input.fill("qqqqzzzzqqqq");
    await page.locator(".VPLocalSearchBox .no-results").waitFor();
    await input.fill(query);
    const result = page.locator(".VPLocalSearchBox a.result").first();
    await result.waitFor();
    found.push(`${query}: ${await result.getAttribute("href")}`);
  }
  const wrong = found.filter((line, index) => !first[index]?.[1].test(line));
  expect(wrong).toEqual([]);
  await page.close();
});

test("the keyboard reaches the content first, then menu, search and switch", async () => {
  const { page } = await site.open("quickstart");
  const reached: string[] = [];
  for (let press = 0; press < 14; press++) {
    await page.keyboard.press("Tab");
    reached.push(
      await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        return (
          element.getAttribute("aria-label") ??
          element.title ??
          element.textContent
        );
      }),
    );
    if (press === 0) {
      expect(
        await page.evaluate(() => document.activeElement?.textContent),
      ).toBe("Skip to content");
    }
  }
  const all = await page.evaluate(
    () => document.querySelectorAll("header a, header button").length,
  );
  expect(all).toBeGreaterThan(6);
  expect(reached.join("|")).toMatch(/Search/i);
  await page.locator(".VPNavBarAppearance button").focus();
  await page.keyboard.press("Enter");
  await page.locator("html.dark").waitFor();
});

test("a code block is copied by the keyboard", async () => {
  const { page } = await site.openAlone("quickstart", {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  const button = page.locator("button.copy").first();
  await button.focus();
  await page.keyboard.press("Enter");
  await page.locator("button.copy.copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(
    "npm install @melio-platform/client",
  );
});

test("a phone's menu opens by the keyboard and leads to a guide", async () => {
  const { page } = await site.open("quickstart", {
    viewport: { width: 390, height: 844 },
  });
  await page.locator(".VPLocalNav .menu").focus();
  await page.keyboard.press("Enter");
  await page
    .locator(".VPSidebar.open")
    .getByRole("link", { name: "Testing", exact: true })
    .click();
  await page.waitForURL(/guides\/testing/);
});

test.for([
  ["", "createMelioClient"],
  ["quickstart", "npm install @melio-platform/client"],
  ["guides/", "a fetch in the page, and the threats"],
  ["guides/idempotency-and-retries", "What is retried"],
  ["reference/client", "createMelioClient()"],
  ["changelog", "@melio-platform/client"],
  ["api/", "Idempotency-Key"],
  ["api/", "PostAuthResponseData"],
  ["api/mock-control", "Check whether the server is up"],
] as const)("without JavaScript /%s shows %s", async ([path, text]) => {
  const { page, troubles } = await site.openAlone(path, {
    javaScriptEnabled: false,
  });
  expect(await page.locator("body").textContent()).toContain(text);
  const visible = page.getByText(text).filter({ visible: true });
  expect(await visible.count()).toBeGreaterThan(0);
  expect(troubles).toEqual(noTroubles);
});

test("the landing page weighs at most 120 kB over the wire", async () => {
  const { page } = await site.openAlone("", {}); // with nothing in its cache
  const bytes = await page.evaluate(() =>
    performance
      .getEntries()
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .reduce((sum, { transferSize }) => sum + transferSize, 0),
  );
  expect(bytes).toBeGreaterThan(20_000);
  expect(bytes).toBeLessThanOrEqual(120_000);
});
