import { expect, test } from "vitest";
import { noTroubles, useSite } from "./site.js";

const site = useSite();

test("the API reference shows the operation at once, with its headers, schemas and samples", async () => {
  const { page, troubles } = await site.open("");
  await page
    .getByRole("navigation", { name: "Main Navigation" })
    .getByText("API")
    .click();
  await page.getByRole("heading", { name: "Create an access token" }).waitFor();
  for (const text of [
    "POST /auth/token",
    "API-Key",
    "Idempotency-Key",
    "Melio-Account",
    "accessToken",
    "expiresAt",
  ]) {
    const found = page.locator("main").getByText(text, { exact: true });
    expect(await found.first().isVisible(), text).toBe(true);
  }
  const tabs = page.locator(".vp-code-group .tabs").first().locator("label");
  expect(await tabs.allTextContents()).toEqual([
    "TypeScript",
    "curl",
    "Ruby",
    "Python",
  ]);
  expect(troubles).toEqual(noTroubles);
});

test("the description can be downloaded", async () => {
  const { page, troubles } = await site.open("api/");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download openapi.yaml" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("openapi.yaml");
  expect(troubles).toEqual(noTroubles);
});

test("each operation of the control API is shown at its address", async () => {
  const { page, troubles } = await site.open("api/mock-control");
  const links = page.locator("aside a[href*='mock-control#']");
  const addresses = await links.evaluateAll((list) =>
    list.map((a) => ({
      href: (a as HTMLAnchorElement).href,
      text: a.textContent,
    })),
  );
  expect(addresses.length).toBeGreaterThan(5);
  for (const { href, text } of addresses) {
    const heading = page.locator(new URL(href).hash);
    expect(await heading.textContent()).toContain(text);
  }
  expect(troubles).toEqual(noTroubles);
});
