import { chromium } from "playwright-core";
import type { Settings } from "../../suite/lab.js";
import type { Result } from "../../suite/run-suite.js";

declare const runMatrix: (settings: Settings) => Promise<Result[]>;

/** Runs the suite in a page that comes from the same origin as the API. */
export async function runInChromium(settings: Settings): Promise<Result[]> {
  const executablePath = process.env["CHROMIUM_PATH"];
  if (!executablePath)
    throw new Error("Set CHROMIUM_PATH to the executable of a Chromium.");
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(0); // the test's own limit is enough, on a slow machine too
    await page.goto(`${settings.origin}/page.html`);
    await page.waitForFunction("'runMatrix' in globalThis");
    return await page.evaluate((given) => runMatrix(given), settings);
  } finally {
    await browser.close();
  }
}
