import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { launchChromium } from "../scripts/chromium.js";
import { startStaticServer } from "../scripts/static-server.js";

/** What went wrong while a page was shown. */
export interface Troubles {
  readonly errors: string[];
  readonly failed: string[];
  readonly foreign: string[];
}

/** What the reader's device prefers; the rest is as in a new tab. */
interface Look {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce";
}

/** The built site below a base path, and a browser, for the tests of a file. */
export function useSite() {
  let browser: Browser;
  let server: Awaited<ReturnType<typeof startStaticServer>>;
  let shared: BrowserContext;
  beforeAll(async () => {
    server = await startStaticServer();
    browser = await launchChromium();
    shared = await browser.newContext();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /**
   * A page in a new tab. Those of a file share the browser's cache, without which each would load, decompress and
   * compile the same scripts again: more than half of what a page costs.
   */
  async function open(path: string, look: Look = {}) {
    const page = await shared.newPage();
    const { viewport, ...media } = look;
    if (viewport) await page.setViewportSize(viewport);
    await page.emulateMedia(media);
    return goTo(page, path);
  }

  /** A page in a browser of its own settings: what it may do, or not. */
  async function openAlone(
    path: string,
    settings: Parameters<Browser["newContext"]>[0],
  ) {
    const context = await browser.newContext(settings);
    return goTo(await context.newPage(), path, settings);
  }

  async function goTo(
    page: Page,
    path: string,
    { javaScriptEnabled = true } = {},
  ): Promise<{ page: Page; troubles: Troubles }> {
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
        !javaScriptEnabled ||
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
    if (javaScriptEnabled)
      await page.waitForFunction(
        "Boolean(document.querySelector('#app').__vue_app__)",
      );
    return { page, troubles };
  }
  return { open, openAlone, url: () => server.url };
}

export const noTroubles: Troubles = { errors: [], failed: [], foreign: [] };
