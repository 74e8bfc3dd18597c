// Photographs the main pages for a look: `pnpm screenshots` after a build, into the git-ignored folder `screenshots`.
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launchChromium } from "./chromium.js";
import { startStaticServer } from "./static-server.js";

const pages = {
  landing: "",
  quickstart: "quickstart",
  guide: "guides/idempotency-and-retries",
  "sdk-reference": "reference/client",
  "api-reference": "api/",
};
const looks = {
  light: { colorScheme: "light", viewport: { width: 1440, height: 900 } },
  dark: { colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
};

const folder = fileURLToPath(new URL("../screenshots/", import.meta.url));
mkdirSync(folder, { recursive: true });
const server = await startStaticServer();
const browser = await launchChromium();
for (const [look, options] of Object.entries(looks)) {
  for (const [name, path] of Object.entries(pages)) {
    const page = await browser.newPage(
      /** @type {import("playwright-core").BrowserContextOptions} */ (options),
    );
    await page.goto(server.url + path, { waitUntil: "networkidle" });
    await page.screenshot({ path: `${folder}${name}-${look}.png` });
    await page.close();
  }
}
await browser.close();
server.close();
console.log(`Written to ${folder}`);
