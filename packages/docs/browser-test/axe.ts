import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const script = createRequire(import.meta.url).resolve("axe-core");

/** What axe finds wrong on a page, or within some elements of it: the rule, and where. */
export async function violations(page: Page, within = "html") {
  if (!(await page.evaluate(() => "axe" in window))) {
    await page.addScriptTag({ path: script });
  }
  return page.evaluate(async (include) => {
    const { axe: loaded } = window as unknown as { axe: typeof axe };
    // What passes would fill several megabytes, of each page.
    const found = await loaded.run(include, { resultTypes: ["violations"] });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join("\n")}`,
    );
  }, within);
}
