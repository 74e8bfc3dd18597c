import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { builtPages, readBuilt } from "../test/site/built-pages.js";
import { noTroubles, useSite } from "./site.js";

const site = useSite();
const script = createRequire(import.meta.url).resolve("axe-core");
const files = builtPages.filter((file) => file !== "404.html");
const pathOf = (file: string) => file.replace(/(?:\bindex)?\.html$/, "");

/** Of each template the largest page, which has the most kinds of content: home, pages beside it, each folder. */
const ofEachTemplate = [
  ...files
    .toSorted((a, b) => readBuilt(a).length - readBuilt(b).length)
    .reduce(
      (largest, file) => largest.set(templateOf(file), file),
      new Map<string, string>(),
    )
    .values(),
];

function templateOf(file: string): string {
  const [folder = "", name] = file.split("/");
  if (name !== undefined) return folder;
  return file === "index.html" ? "home" : "";
}

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

test.concurrent.for(files.map(pathOf))(
  "/%s fits a phone, without an error, from its own origin",
  async (path, { expect }) => {
    const { page, troubles } = await site.open(path, {
      viewport: { width: 360, height: 740 },
    });
    expect(await page.locator("h1").first().textContent()).toBeTruthy();
    const width = await page.evaluate(
      () => document.documentElement.scrollWidth,
    );
    expect(width).toBe(360);
    expect(troubles).toEqual(noTroubles);
    await page.context().close();
  },
);

test("each template has a page for axe", () => {
  expect(ofEachTemplate.map(templateOf).sort()).toEqual([
    "",
    "api",
    "guides",
    "home",
    "reference",
  ]);
});

test.for(ofEachTemplate.map(pathOf))(
  "/%s is for everyone, in light, in dark and on a phone",
  async (path) => {
    const { page } = await site.open(path, { colorScheme: "light" });
    if (path.startsWith("api")) {
      await page.getByText("Operations").first().waitFor();
    }
    expect(await violations(page)).toEqual([]);

    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("html.dark").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 740 });
    expect(await violations(page)).toEqual([]);
    await page.context().close();
  },
);

test("a page that is not there is answered with 404 and a way back", async () => {
  const { page } = await site.open("no/such/page");
  await page.getByRole("link", { name: /home/i }).first().click();
  await page.waitForURL(site.url());
  await page.context().close();
});
