import { expect, test } from "vitest";
import { violations } from "./axe.js";
import { noTroubles, useSite } from "./site.js";

const site = useSite();
const phone = { width: 390, height: 800 };
const desktop = { width: 1280, height: 900 };

test.for([
  { viewport: desktop, colorScheme: "light" },
  { viewport: phone, colorScheme: "dark" },
  { viewport: desktop, colorScheme: "dark" },
  { viewport: phone, colorScheme: "light" },
] as const)(
  "Redoc's page is for everyone at a width of $viewport.width in $colorScheme, from this origin alone",
  async ({ viewport, colorScheme }) => {
    const { page, troubles } = await site.open("api/", {
      viewport,
      colorScheme,
      reducedMotion: "reduce",
    });
    const isForEveryone = async (state: string) =>
      expect(await violations(page), state).toEqual([]);
    const button = (name: string | RegExp) =>
      page.getByRole("button", { name, exact: true });
    const search = page.getByTestId("search-trigger");
    const security = button("View security details");

    await page.getByRole("link", { name: "description in Redoc" }).click();
    await page.getByRole("heading", { name: "Platform API" }).waitFor();
    // The page as built becomes a page for everyone once Redoc and the template's script are at work.
    const menu = page.locator('[role="navigation"]').first();
    await menu.waitFor({ state: "attached" }); // on a phone it is not shown yet
    await expect.poll(() => page.getByText("Loading...").count()).toBe(0);
    await isForEveryone("at first");

    await page.goto(`${page.url()}#/auth/postauthtoken`);
    // Redoc is at work then: the page as built has no operation.
    await security.waitFor();
    await isForEveryone("the operation");
    // A success and an error; the others differ from these in their texts, so they are looked at once.
    const tabs = await page.getByRole("tab").all();
    const looksAtAll = viewport === desktop && colorScheme === "light";
    for (const tab of looksAtAll ? tabs : tabs.slice(0, 2)) {
      const status = (await tab.textContent()) ?? "";
      await tab.click();
      const expand = page.getByTestId("schema-expand-all-button").first();
      if ((await expand.textContent()) === "Expand all") await expand.click();
      await page
        .getByTestId("right-panel")
        .getByRole("button", { name: status, exact: true })
        .click();
      await isForEveryone(`the response ${status}, and its example`);
    }
    await security.click();
    await isForEveryone("the security's details");
    await button("Close").click();
    await button(/^POST\s?\/auth\/token$/).click();
    await isForEveryone("the servers");
    await page.keyboard.press("Escape");
    await page.getByTestId("dropdown").last().click();
    await isForEveryone("the languages");
    await page.getByRole("menuitem", { name: "Ruby" }).click();
    await isForEveryone("the sample in Ruby");

    if (viewport === phone) {
      await button("Open navigation menu").click();
      await isForEveryone("the menu");
    }
    await search.click();
    await isForEveryone("the search");
    await page.getByRole("dialog").getByRole("textbox").fill("token");
    await page.getByRole("dialog").getByRole("link").first().waitFor();
    await isForEveryone("what the search finds");
    await page.keyboard.press("Escape");
    if (viewport === desktop) {
      await button("Hide sidebar").click();
      await isForEveryone("without its sidebar");
    }
    expect(troubles).toEqual(noTroubles);
    await page.close();
  },
);
