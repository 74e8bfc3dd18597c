import { startMockServer } from "@melio-platform/mock-server";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let browser: Browser;
beforeAll(async () => {
  const { CHROMIUM_PATH: executablePath = "" } = process.env;
  if (!executablePath)
    throw new Error("Set CHROMIUM_PATH to the executable of a Chromium.");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});
afterAll(() => browser?.close());

const mint = (baseUrl: string, key = "any-key") =>
  fetch(`${baseUrl}/auth/token`, {
    method: "POST",
    headers: { "API-Key": key, "Idempotency-Key": crypto.randomUUID() },
  });

describe("the page for people", () => {
  test("shows what comes, and steers, with the keyboard alone", async () => {
    await using mock = await startMockServer();
    await mint(mock.baseUrl);
    const page = await browser.newPage();
    page.setDefaultTimeout(0); // the test's own limit is enough, on a slow machine too
    const problems: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") problems.push(message.text());
    });
    page.on("pageerror", ({ message }) => problems.push(message));
    const foreign: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(mock.url)) foreign.push(request.url());
    });
    await page.goto(`${mock.url}/__mock/`);
    const rows = page.locator("#requests tr");
    await rows.filter({ hasText: "processed" }).waitFor();
    await page.locator("#tokens li", { hasText: "until" }).waitFor();

    await fetch(`${mock.baseUrl}/auth/token`, { method: "GET" });
    const refused = rows.filter({ hasText: "405" });
    await refused.locator("li.bad").waitFor();

    const press = async (name: string) => {
      await page.getByRole("button", { name }).focus();
      await page.keyboard.press("Enter");
    };
    await press("Add fault");
    await page.getByText("Fault added.").waitFor();
    expect((await mint(mock.baseUrl)).status).toBe(503);
    await rows.filter({ hasText: "503" }).waitFor();

    const before = mock.clock.now();
    await press("Move clock");
    await page.getByText("Clock moved.").waitFor();
    expect(mock.clock.now() - before).toBeGreaterThanOrEqual(60_000);

    await page.getByLabel("Accepted keys").fill("new-key");
    await press("Change keys");
    await page.getByText("1 accepted.").waitFor();
    expect((await mint(mock.baseUrl)).status).toBe(401);

    await press("Expire all");
    await page.locator("#tokens li", { hasText: "None." }).waitFor();
    await press("Reset the server");
    await expect.poll(() => rows.count()).toBe(0);
    expect((await mint(mock.baseUrl)).status).toBe(200);
    expect({ problems, foreign }).toEqual({ problems: [], foreign: [] });
    await page.close();
  });

  test.each([
    ["light", 1200],
    ["dark", 1200],
    ["light", 360],
    ["dark", 360],
  ] as const)(
    "has nothing that axe finds, %s, %i wide",
    async (colorScheme, width) => {
      await using mock = await startMockServer();
      await mint(mock.baseUrl);
      await fetch(`${mock.baseUrl}/auth/token`, { method: "GET" });
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 800 },
        // axe is put into the page, whose policy takes no script but its own.
        bypassCSP: true,
      });
      const page = await context.newPage();
      page.setDefaultTimeout(0); // the test's own limit is enough, on a slow machine too
      await page.goto(`${mock.url}/__mock/`);
      await page.locator("#requests tr").nth(1).waitFor();
      await page.evaluate(axe.source);
      // As text: in the page there is an `axe`, and here no DOM.
      const violations = await page.evaluate(
        "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))",
      );
      expect(violations).toEqual([]);
      const isWider = await page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth",
      );
      expect(isWider).toBe(false);
      await context.close();
    },
  );
});
