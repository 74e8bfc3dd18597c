import { expect, test } from "vitest";
import { builtPages, readBuilt } from "../test/site/built-pages.js";
import { violations } from "./axe.js";
import { noTroubles, useSite } from "./site.js";

const site = useSite();
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

test.concurrent.for(files.map(pathOf))(
  "/%s fits every width, without an error, from its own origin",
  async (path, { expect }) => {
    const { page, troubles } = await site.open(path);
    expect(await page.locator("h1").first().textContent()).toBeTruthy();
    for (const width of [1024, 768, 320]) {
      await page.setViewportSize({ width, height: 740 });
      const needed = await page.evaluate(
        () => document.documentElement.scrollWidth,
      );
      expect(needed, `at a width of ${width}`).toBe(width);
    }
    expect(troubles).toEqual(noTroubles);
    await page.close();
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
    const { page } = await site.open(path, {
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    // As after a click on each of them.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details"))
        details.open = true;
    });
    expect(await violations(page)).toEqual([]);

    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("html.dark").waitFor();
    expect(await violations(page)).toEqual([]);

    await page.setViewportSize({ width: 360, height: 740 });
    expect(await violations(page)).toEqual([]);
    await page.close();
  },
);

const phone = { width: 360, height: 740 };
const tablet = { width: 800, height: 900 };
const desktop = { width: 1280, height: 800 };
/** What a click opens, and what is there then. */
const states = [
  { viewport: desktop, click: ".DocSearch-Button", shows: ".VPLocalSearchBox" },
  { viewport: phone, click: ".DocSearch-Button", shows: ".VPLocalSearchBox" },
  { viewport: phone, click: ".VPNavBarHamburger", shows: ".VPNavScreen" },
  { viewport: phone, click: ".VPLocalNav .menu", shows: ".VPSidebar.open" },
  {
    viewport: phone,
    click: ".VPLocalNavOutlineDropdown button",
    shows: ".VPLocalNavOutlineDropdown .items",
  },
  { viewport: tablet, click: ".VPNavBarExtra > button", shows: ".VPMenu" },
];

test.for(states)(
  "after a click on $click at a width of $viewport.width, the page is for everyone",
  async ({ viewport, click, shows }) => {
    const { page } = await site.open("api/", {
      viewport,
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    await page.locator(click).click();
    await page.locator(shows).first().waitFor();
    if (shows === ".VPLocalSearchBox") {
      await page.locator(`${shows} input`).fill("token");
      await page.locator(`${shows} .result`).first().waitFor();
    }
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("html.dark").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.close();
  },
);

test.for([
  "",
  "quickstart",
  "api/",
  "guides/runtimes",
  "guides/backend-to-browser",
])("every tab of /%s is for everyone", async (path) => {
  const { page } = await site.open(path, { reducedMotion: "reduce" });
  const groups = page.locator(".vp-code-group");
  const tabs = await groups.evaluateAll((list) =>
    Math.max(...list.map((group) => group.querySelectorAll("label").length)),
  );
  expect(tabs).toBeGreaterThan(1);
  for (let tab = 1; tab < tabs; tab++) {
    for (const group of await groups.all()) {
      const label = group.locator("label").nth(tab);
      if (await label.isVisible()) await label.click();
    }
    // The rest of the page is as with the first tab.
    expect(await violations(page, ".vp-code-group")).toEqual([]);
  }
  await page.close();
});

test("a phone stacks a table's rows, each cell after its column's name", async () => {
  const { page } = await site.open("guides/errors", {
    viewport: { width: 320, height: 740 },
  });
  const cell = page.locator("td[data-column='what to do']").first();
  const label = await cell.evaluate(
    (td) => getComputedStyle(td, "::before").content,
  );
  expect(label).toContain("what to do");
  const [name, meaning] = await Promise.all([
    page.locator("td").first().boundingBox(),
    page.locator("td").nth(1).boundingBox(),
  ]);
  expect(meaning?.x).toBe(name?.x);
  expect(meaning?.y).toBeGreaterThan(name?.y ?? Number.NaN);
  await page.close();
});

test("paper shows the content alone, in light colours", async () => {
  const { page } = await site.open("quickstart", { colorScheme: "dark" });
  await page.locator("html.dark").waitFor();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  for (const part of [".VPNav", ".VPSidebar", ".VPDocFooter", ".VPFooter"]) {
    for (const found of await page.locator(part).all())
      expect(await found.isVisible(), part).toBe(false);
  }
  const background = await page.evaluate(
    () => getComputedStyle(document.body).backgroundColor,
  );
  expect(background).toBe("rgb(255, 255, 255)");
  expect(await page.locator("h1").isVisible()).toBe(true);
  for (const tab of await page.locator(".vp-code-group .blocks > div").all())
    expect(await tab.isVisible()).toBe(true);
  await page.close();
});

test("the tabs of a code group show where the keyboard is", async () => {
  const { page } = await site.open("");
  await page.locator(".vp-code-group input").first().focus();
  await page.keyboard.press("ArrowRight");
  const label = page.locator(".vp-code-group input:focus-visible + label");
  expect(await label.textContent()).toBe("pnpm");
  const outline = await label.evaluate(
    (element) => getComputedStyle(element).outlineStyle,
  );
  expect(outline).toBe("solid");
  await page.close();
});

test("a page that is not there is answered with 404 and a way back", async () => {
  const { page } = await site.open("no/such/page");
  await page.getByRole("link", { name: "Home", exact: true }).click();
  await page.waitForURL(site.url());
  await page.close();
});
