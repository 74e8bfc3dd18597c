import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";

const script = createRequire(import.meta.url).resolve("axe-core");

/** What axe finds wrong: the rule, and where. */
export async function violations(page: Page) {
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
