import { existsSync, readFileSync, statSync } from "node:fs";
import { load } from "cheerio";
import { expect, test } from "vitest";
import { operationsOf } from "../../scripts/operations.js";
import { repositoryUrl, siteUrl } from "../../scripts/repository.js";
import { builtPages, parseBuilt, readBuilt } from "./built-pages.js";

const dist = new URL("../../dist/", import.meta.url);
const repository = new URL("../../../../", import.meta.url);

/** The file that a link leads to, as GitHub Pages finds it; `undefined` if there is none. */
function fileAt(path: string) {
  return [path, `${path}.html`, `${path}index.html`].find((file) => {
    const url = new URL(file, dist);
    return file && existsSync(url) && statSync(url).isFile();
  });
}

/** The anchors of a page: its elements' ids. */
function anchorsIn(file: string): Set<string> {
  const known = anchors.get(file);
  if (known) return known;
  const page = parseBuilt(file);
  const found = page("[id]").map((_, element) => page(element).attr("id"));
  anchors.set(file, new Set(found.get()));
  return anchorsIn(file);
}
const anchors = new Map<string, Set<string>>();

/** What is wrong with a link of a page; nothing if it is right. */
function problemWith(href: string, page: string): string | undefined {
  const url = new URL(
    href,
    new URL(page.replace(/(index)?\.html$/, ""), siteUrl),
  );
  if (url.href.startsWith(`${repositoryUrl}/`)) {
    const path = /\/(?:blob|tree|edit)\/main\/([^#]*)/.exec(url.href)?.[1];
    return path && !existsSync(new URL(path, repository))
      ? `${href}: the repository has no ${path}`
      : undefined;
  }
  if (url.origin !== siteUrl.origin) return undefined;
  if (!url.pathname.startsWith(siteUrl.pathname)) {
    return `${href} leads out of ${siteUrl.pathname}`;
  }
  const file = fileAt(
    url.pathname.slice(siteUrl.pathname.length) || "index.html",
  );
  if (!file) return `${href}: there is no such page`;
  const anchor = decodeURIComponent(url.hash.slice(1));
  return anchor && !anchorsIn(file).has(anchor)
    ? `${href}: ${file} has no anchor "${anchor}"`
    : undefined;
}

/** The links of a page, and what it loads. */
function addressesIn(html: string) {
  const page = load(html);
  return page("a[href], link[href], script[src], img[src]")
    .map(
      (_, element) => page(element).attr("href") ?? page(element).attr("src"),
    )
    .get();
}

test.for(builtPages)("every link of %s leads somewhere", (page) => {
  const problems = addressesIn(readBuilt(page))
    .map((href) => problemWith(href, page))
    .filter((problem) => problem !== undefined);
  expect([...new Set(problems)]).toEqual([]);
});

test.for([
  ["./no-such-page", "there is no such page"],
  ["./quickstart#no-such-anchor", "has no anchor"],
  [`${repositoryUrl}/blob/main/no/such/file.ts`, "the repository has no"],
  ["/quickstart", "leads out of"],
] as const)("the test above would find %s", ([href, problem]) => {
  expect(problemWith(href, "index.html")).toContain(problem);
});

test("the navigation leads to each operation by its stable address", () => {
  const file = new URL(
    import.meta.resolve("@melio-platform/spec/openapi.json"),
  );
  const description = JSON.parse(readFileSync(file, "utf8"));
  const page = parseBuilt("index.html");
  const links = parseBuilt("quickstart.html")("a")
    .map((_, a) => page(a).attr("href"))
    .get();
  for (const { anchor } of operationsOf(description)) {
    expect(links).toContain(`${siteUrl.pathname}api/#${anchor}`);
  }
});

test("the sidebar names every page once", () => {
  const page = parseBuilt("quickstart.html");
  const named = page(".VPSidebar a")
    .map((_, a) => page(a).attr("href")?.replace(/#.*/, ""))
    .get();
  const expected = builtPages
    .filter(
      (file) =>
        !/^(404|index|guides\/index|reference\/index)\.html$/.test(file),
    )
    .map((file) => siteUrl.pathname + file.replace(/(?:\bindex)?\.html$/, ""));
  expect([...new Set(named)].sort()).toEqual(expected.sort());
});

test("the sources of the pages are there to be edited", () => {
  const edited = builtPages
    .flatMap((page) => addressesIn(readBuilt(page)))
    .filter((href) => href.includes("/edit/main/"));
  expect(edited.length).toBeGreaterThan(10);
});
