import { gzipSync } from "node:zlib";
import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { createCaller } from "./support/caller.js";

test("the page is served from this server alone, and small", async () => {
  await using mock = await startMockServer();
  const response = await fetch(`${mock.url}/__mock/`);
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect(response.headers.get("content-security-policy")).toMatch(
    /default-src 'none'; script-src 'sha256-[^']{44}';/,
  );
  const html = await response.text();
  expect(html).not.toMatch(/https?:|(src|href)=/);
  expect(Buffer.byteLength(html)).toBeLessThan(30_000);
  expect(gzipSync(html).length).toBeGreaterThan(1_000);
});

test("its requests come as events, the old ones first, until the server closes", async () => {
  const mock = await startMockServer();
  const call = createCaller(mock.baseUrl);
  await call({ headers: { "API-Key": "sk_hidden_1" } });
  const response = await fetch(`${mock.url}/__mock/events`);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body
    ?.pipeThrough(new TextDecoderStream())
    .getReader();
  let text = "";
  const readTo = async (pattern: RegExp) => {
    while (!pattern.test(text)) {
      const chunk = await reader?.read();
      if (chunk?.done !== false) throw new Error(`ended before ${pattern}`);
      text += chunk.value;
    }
  };
  await readTo(/event: request\nid: 1\ndata: .*"outcome":"processed".*\n\n/);
  await call({ method: "GET" });
  await readTo(/id: 2\ndata: .*"outcome":"violation"/);
  const before = text.length;
  mock.reset();
  while (!/event: reset/.test(text.slice(before)))
    await readTo(new RegExp(`^[^]{${text.length + 1}}`));
  expect(text).not.toMatch(/hidden/);
  const closed = mock.close();
  await expect.poll(async () => (await reader?.read())?.done).toBe(true);
  await closed;
});

test("a request that is answered while the server closes does no harm to the events", async () => {
  const mock = await startMockServer();
  const response = await fetch(`${mock.url}/__mock/events`);
  mock.failNext({ delay: 60_000 });
  const answer = createCaller(mock.baseUrl)();
  await expect.poll(() => mock.faults()[0]?.struck).toBe(1);
  await mock.close();
  expect((await answer).status).toBe(200);
  expect(await response.text()).toMatch(/^event: reset/);
});

test("its first events may be as large as they are", async () => {
  await using mock = await startMockServer();
  const call = createCaller(mock.baseUrl);
  const headers = { "X-Long": "x".repeat(12_000) };
  for (let count = 0; count < 200; count += 1) await call({ headers });
  const response = await fetch(`${mock.url}/__mock/events`);
  const reader = response.body?.getReader();
  let length = 0;
  while (length < 200 * 12_000) {
    const chunk = await reader?.read();
    if (chunk?.done !== false) break;
    length += chunk.value.length;
  }
  expect(length).toBeGreaterThan(200 * 12_000);
  await reader?.cancel();
});

test("neither the page nor its events are for other hosts and origins", async () => {
  await using mock = await startMockServer();
  await using off = await startMockServer({ control: false });
  const headers = { Origin: "http://evil.example" };
  for (const path of ["/__mock/", "/__mock/events", "/__mock"]) {
    const refused = await fetch(mock.url + path, { headers });
    expect([path, refused.status]).toEqual([path, 403]);
    expect((await fetch(off.url + path)).status).toBe(404);
  }
});
