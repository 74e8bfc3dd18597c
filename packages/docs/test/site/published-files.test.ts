import { expect, test } from "vitest";
import { siteUrl } from "../../scripts/repository.js";
import { socialCard } from "../../scripts/social-card.js";
import { builtPages, parseBuilt, readBuilt } from "./built-pages.js";

const pages = builtPages.filter((page) => page !== "404.html");
const addressOf = (page: string) =>
  new URL(page.replace(/(?:\bindex)?\.html$/, ""), siteUrl).href;

test("the sitemap names every page by its own address", () => {
  const named = [...readBuilt("sitemap.xml").matchAll(/<loc>(.*?)<\/loc>/g)];
  expect(named.map(([, address]) => address).sort()).toEqual(
    pages.map(addressOf).sort(),
  );
});

test.for(pages)("%s says its address, its title and its purpose", (file) => {
  const page = parseBuilt(file);
  const meta = (name: string) =>
    page(`meta[property="${name}"], meta[name="${name}"]`).attr("content");
  expect(page('link[rel="canonical"]').attr("href")).toBe(addressOf(file));
  expect(meta("og:url")).toBe(addressOf(file));
  expect(meta("og:title")).toBeTruthy();
  expect(meta("og:description")?.length).toBeGreaterThan(20);
  expect(meta("og:image")).toBe(
    new URL("generated/social-card.png", siteUrl).href,
  );
  expect(page("html").attr("lang")).toBe("en-US");
});

test("the social card is a picture of 1200 by 630 pixels with its text drawn", () => {
  const png = socialCard();
  expect(png.readUInt32BE(16)).toBe(1200);
  expect(png.readUInt32BE(20)).toBe(630);
  // Without its font the text would be missing, and the picture a third of this.
  expect(png.length).toBeGreaterThan(20_000);
});

test("llms.txt names every page, and llms-full.txt holds the code that they include", () => {
  const text = readBuilt("llms.txt");
  for (const page of pages.filter((page) => !/\bindex/.test(page))) {
    expect(text).toContain(`${addressOf(page)}.md`);
  }
  const full = readBuilt("llms-full.txt");
  expect(full).toContain("createMelioClient(");
  expect(full).toMatch(/^# Guides$/m);
  expect(full).toContain("](/guides/errors)");
  expect(full).not.toMatch(/^<<< |<!--\s*@include/m);
});
