import { expect, test } from "vitest";
import { noTroubles, useSite } from "./site.js";

const site = useSite();

test("the API reference shows the operation with its headers and schemas, and leads back", async () => {
  const { page, troubles } = await site.open("");
  await page
    .getByRole("navigation", { name: "Main Navigation" })
    .getByText("API")
    .click();
  await page.getByText("/auth/token").first().waitFor();
  await page
    .getByRole("link", { name: "Create an access token" })
    .first()
    .click();
  const reference = page.locator(".api-reference");
  for (const text of [
    "Idempotency-Key",
    "Melio-Account",
    "accessToken",
    "expiresAt",
  ]) {
    await reference.getByText(text).first().waitFor();
  }
  await page.getByRole("link", { name: "Melio Platform SDK" }).first().click();
  await page.waitForURL(site.url());
  await page.locator("h1").first().waitFor();
  expect(troubles).toEqual(noTroubles);
});

test("each operation of the control API is shown at its address", async () => {
  const { page, troubles } = await site.open("api/mock-control");
  const links = page.locator("aside a[href*='mock-control#/']");
  const addresses = await links.evaluateAll((list) =>
    list.map((a) => ({
      href: (a as HTMLAnchorElement).href,
      text: a.textContent,
    })),
  );
  expect(addresses.length).toBeGreaterThan(5);
  for (const { href, text } of addresses) {
    await page.goto(href);
    await page
      .locator(".api-reference")
      .getByRole("heading", { name: text ?? "" })
      .first()
      .waitFor();
  }
  expect(troubles).toEqual(noTroubles);
});

test("the reference follows the site's switch between light and dark", async () => {
  const { page } = await site.open("quickstart", { colorScheme: "dark" });
  await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
  await page.locator("html:not(.dark)").waitFor();

  await page.goto(`${site.url()}api/`, { waitUntil: "networkidle" });
  const heading = page.locator(".api-reference h1").first();
  const color = () => heading.evaluate((h1) => getComputedStyle(h1).color);
  await heading.waitFor();
  expect(await page.locator("html.dark").count()).toBe(0);
  const light = await color();

  await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
  await page.locator("html.dark").waitFor();
  expect(await color()).not.toBe(light);
});
