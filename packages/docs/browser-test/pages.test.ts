import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { builtPages } from "../test/site/built-pages.js";
import { noTroubles, useSite } from "./site.js";

const site = useSite();
const script = createRequire(import.meta.url).resolve("axe-core");
const pages = builtPages
  .filter((file) => file !== "404.html")
  .map((file) => file.replace(/(?:\bindex)?\.html$/, ""));

/** What axe finds wrong: the rule, and where. */
async function violations(page: Page) {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.addScriptTag({ path: script });
  }
  const found = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return found.violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
  );
}

test.for(pages)(
  "/%s is shown in light and dark and on a phone, for everyone, from its own origin",
  async (path) => {
    const { page, troubles } = await site.open(path, { colorScheme: "light" });
    if (path.startsWith("api")) {
      await page.getByText("Operations").first().waitFor();
    }
    expect(await page.locator("h1").first().textContent()).toBeTruthy();
    expect(await violations(page)).toEqual([]);

    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("html.dark").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(
      () => document.documentElement.scrollWidth,
    );
    expect(width).toBe(360);
    expect(await violations(page)).toEqual([]);

    expect(troubles).toEqual(noTroubles);
    await page.context().close();
  },
);

test("a page that is not there is answered with 404 and a way back", async () => {
  const { page } = await site.open("no/such/page");
  await page.getByRole("link", { name: /home/i }).first().click();
  await page.waitForURL(site.url());
  await page.context().close();
});
