import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchChromium } from "../scripts/chromium.js";
import { startStaticServer } from "../scripts/static-server.js";

/** What went wrong while a page was shown. */
export interface Troubles {
  readonly errors: string[];
  readonly failed: string[];
  readonly foreign: string[];
}

/** The built site below a base path, and a browser, for the tests of a file. */
export function useSite() {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof startStaticServer>>;
  beforeAll(async () => {
    server = await startStaticServer();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** A page in a context of its own. */
  async function open(
    path: string,
    options: Parameters<Browser["newContext"]>[0] = {},
  ): Promise<{ page: Page; troubles: Troubles }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const troubles: Troubles = { errors: [], failed: [], foreign: [] };
    page.on("pageerror", (error) => troubles.errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") troubles.errors.push(message.text());
    });
    page.on("response", (response) => {
      if (response.status() >= 400) troubles.failed.push(response.url());
    });
    page.on("requestfailed", (request) => {
      // What the browser itself gives up: the preload of a script that is off, or a page that was left.
      const isGivenUp =
        options.javaScriptEnabled === false ||
        request.failure()?.errorText === "net::ERR_ABORTED";
      if (!isGivenUp) troubles.failed.push(request.url());
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!/^(data|blob):/.test(url) && !url.startsWith(server.url)) {
        troubles.foreign.push(url);
      }
    });
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    // Quiet on the network is not yet at work: on a busy machine keys would be pressed that nobody hears.
    if (options.javaScriptEnabled !== false)
      await page.waitForFunction(
        "Boolean(document.querySelector('#app').__vue_app__)",
      );
    return { page, troubles };
  }
  return { open, url: () => server.url };
}

export const noTroubles: Troubles = { errors: [], failed: [], foreign: [] };
