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
  const { page } = await site.open("api/", { colorScheme: "dark" });
  const background = () =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const text = () =>
    page
      .locator(".api-reference h1")
      .first()
      .evaluate((h1) => getComputedStyle(h1).color);
  const dark = [await background(), await text()];
  await page.locator(".VPNavBarAppearance .VPSwitchAppearance").click();
  await page.locator("html:not(.dark)").waitFor();
  await page.reload();
  await page.locator(".api-reference h1").first().waitFor();
  const light = [await background(), await text()];
  expect(light[0]).not.toBe(dark[0]);
  expect(light[1]).not.toBe(dark[1]);
  expect(await page.locator("html.dark").count()).toBe(0);
});
