import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

const executablePath = process.env["CHROMIUM_PATH"];
if (!executablePath) {
  throw new Error("Set CHROMIUM_PATH to the executable of a Chromium.");
}

let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  server = createServer(async ({ url }, response) => {
    const file = url === "/" ? "index.html" : url?.slice(1);
    const page = await readFile(
      new URL(`../dist/api/${file}`, import.meta.url),
    );
    response.setHeader("Content-Type", "text/html; charset=utf-8").end(page);
  });
  await new Promise<void>((listening) =>
    server.listen(0, "127.0.0.1", listening),
  );
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
});
afterAll(async () => {
  await browser.close();
  server.close();
});

const references = [
  {
    start: "/",
    clicks: ["Auth", "Create an access token"],
    shown: ["Idempotency-Key", "Melio-Account", "accessToken"],
  },
  {
    start: "/mock-control.html",
    clicks: ["Control", "Tell whether the server is up"],
    shown: ["/health"],
  },
];
test.for(references)(
  "$start shows its operations without asking another host or logging an error",
  async ({ start, clicks, shown }) => {
    const page = await browser.newPage();
    const requested: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => requested.push(request.url()));
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });

    await page.goto(origin + start);
    for (const text of clicks) {
      await page.getByText(text, { exact: true }).first().click();
    }
    for (const text of shown) {
      await page.getByText(text).first().waitFor();
    }

    const foreign = requested.filter(
      (url) => !/^(data|blob):/.test(url) && !url.startsWith(origin),
    );
    expect(requested).not.toHaveLength(0);
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
  },
);
