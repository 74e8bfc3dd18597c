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
  const page = await readFile(new URL("../dist/index.html", import.meta.url));
  server = createServer((_request, response) => {
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

test("the reference shows the operation without asking another host or logging an error", async () => {
  const page = await browser.newPage();
  const requested: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => requested.push(request.url()));
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });

  await page.goto(`${origin}/`);
  await page.getByText("Auth", { exact: true }).first().click();
  await page.getByText("Create an access token").first().click();
  for (const shown of ["Idempotency-Key", "Melio-Account", "accessToken"]) {
    await page.getByText(shown, { exact: true }).first().waitFor();
  }

  const foreign = requested.filter(
    (url) => !/^(data|blob):/.test(url) && !url.startsWith(origin),
  );
  expect(requested).not.toHaveLength(0);
  expect(foreign).toEqual([]);
  expect(errors).toEqual([]);
});
