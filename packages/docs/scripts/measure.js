// Measures the landing page: its weight, and its first paint with the CPU slowed, against the budgets.
// `pnpm measure` after a build. The paint depends on the machine, so it is no test.
import { launchChromium } from "./chromium.js";
import { startStaticServer } from "./static-server.js";

const rounds = 7;
const slowdown = 4;
const budgets = { kilobytes: 120, milliseconds: 1_000 };

const server = await startStaticServer();
const browser = await launchChromium();
const results = [];
for (let round = 0; round < rounds; round++) {
  const page = await browser.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(server.url, { waitUntil: "networkidle" });
  results.push(
    await page.evaluate(() => ({
      paint:
        performance.getEntriesByName("first-contentful-paint")[0]?.startTime ??
        Number.NaN,
      bytes: performance
        .getEntries()
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .reduce((sum, { transferSize }) => sum + transferSize, 0),
    })),
  );
  await page.close();
}
await browser.close();
server.close();

const paints = results.map(({ paint }) => paint).sort((a, b) => a - b);
const kilobytes = Math.max(...results.map(({ bytes }) => bytes)) / 1_000;
console.log(
  `Landing page: ${kilobytes.toFixed(1)} kB over the wire (at most ${budgets.kilobytes})`,
);
console.log(
  `First paint, CPU slowed ${slowdown} times: median ${paints[Math.floor(rounds / 2)]?.toFixed(0)} ms, slowest ${paints.at(-1)?.toFixed(0)} ms of ${rounds} (at most ${budgets.milliseconds})`,
);
