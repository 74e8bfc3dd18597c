import { expect, test } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { settleDown } from "../support/time.js";
import { createPage, endpoint } from "./support.js";

test("asks the endpoint once, by POST, however many callers there are", async () => {
  const { source, asked } = createPage();
  const given = await Promise.all(
    Array.from({ length: 1_000 }, () => source.getToken()),
  );
  expect(new Set(given).size).toBe(1);
  expect(asked).toEqual([
    expect.objectContaining({
      url: endpoint,
      method: "POST",
      redirect: "error",
    }),
  ]);
  expect(await source.getToken()).toBe(given[0]);
  expect(asked).toHaveLength(1);
});

test("sends no body, and no header but the browser's own", async () => {
  const { source, asked } = createPage();
  await source.getToken();
  expect([...(asked[0]?.headers ?? [])]).toEqual([]);
  expect(asked[0]?.body).toBe("");
});

test("a signal that is not in an object is refused", async () => {
  const { source, asked } = createPage();
  const get = source.getToken(new AbortController().signal as object);
  await expect(get).rejects.toThrow(
    "getToken expects a plain object, as written with { }",
  );
  expect(asked).toHaveLength(0);
});

test("after a sleep beyond the expiry the first call gets a new token", async () => {
  const clock = stopClock();
  const { source, asked } = createPage();
  const first = await source.getToken();
  clock.advance(9 * hour);
  expect(await source.getToken()).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test.for([
  { ahead: 0 },
  { ahead: 5 * hour },
  { ahead: -5 * hour },
  { ahead: 300 * 24 * hour },
])("a clock that is $ahead ms ahead changes nothing", async ({ ahead }) => {
  const clock = stopClock();
  const { source, asked } = createPage({ ahead });
  const first = await source.getToken();
  clock.advance(0.94 * hour);
  expect(await source.getToken()).toBe(first);
  clock.advance(0.06 * hour);
  expect(await source.getToken()).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test("a clock that is set right meanwhile costs one more request at most", async () => {
  const clock = stopClock();
  const { source, asked } = createPage({ ahead: -5 * hour });
  await source.getToken();
  clock.advance(5 * hour);
  await source.getToken();
  await source.getToken();
  expect(asked).toHaveLength(2);
});

test("asks again when a twentieth of the token's life is left, and gives the valid one meanwhile", async () => {
  const clock = stopClock();
  const { source, asked } = createPage();
  const first = await source.getToken();
  clock.advance(0.94 * hour);
  expect(await source.getToken()).toBe(first);
  expect(asked).toHaveLength(1);
  clock.advance(0.02 * hour);
  expect(await source.getToken()).toBe(first); // a slow endpoint holds nobody up
  await settleDown();
  expect(asked).toHaveLength(2);
  expect(await source.getToken()).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test("without the endpoint's time, the page's counts", async () => {
  const clock = stopClock();
  const { source, asked } = createPage({ date: false });
  await source.getToken();
  clock.advance(0.94 * hour);
  await source.getToken();
  expect(asked).toHaveLength(1);
  clock.advance(0.06 * hour);
  await source.getToken();
  expect(asked).toHaveLength(2);
});

test("a token that comes late in its life is not asked for again by every call", async () => {
  const clock = stopClock();
  const { source, asked } = createPage({ lifetime: 10_000 });
  await source.getToken();
  clock.advance(8_000);
  for (let i = 0; i < 10; i++) await source.getToken();
  expect(asked).toHaveLength(1);
});

test.for([
  {
    what: "a refusal",
    answer: () => Response.json({}, { status: 403 }),
    status: 403,
  },
  {
    what: "an error",
    answer: () => new Response("<h1>", { status: 502 }),
    status: 502,
  },
  { what: "a login page", answer: () => new Response("<form>"), status: 200 },
  { what: "null", answer: () => Response.json(null), status: 200 },
  {
    what: "another JSON",
    answer: () => Response.json({ accessToken: "a" }),
    status: 200,
  },
  {
    what: "a wrong expiry",
    answer: () => Response.json({ accessToken: "a", expiresAt: "never" }),
    status: 200,
  },
])(
  "$what instead of a token is an error, and not kept",
  async ({ answer, status }) => {
    const answers = [answer];
    const page = createPage({
      endpoint: () => (answers.shift() ?? good)(),
    });
    const good = () =>
      Response.json({
        accessToken: "at_good",
        expiresAt: new Date(Date.now() + hour).toISOString(),
      });
    await expect(page.source.getToken()).rejects.toMatchObject({
      name: "TokenEndpointError",
      message: expect.stringContaining(`${status}`),
      response: { status },
    });
    expect(await page.source.getToken()).toBe("at_good");
  },
);

test("a renewal that fails leaves the token while it is valid", async () => {
  const clock = stopClock();
  const world: Parameters<typeof createPage>[0] = {};
  const { source } = createPage(world);
  const first = await source.getToken();
  world.endpoint = () => new Response(null, { status: 503 });
  clock.advance(0.97 * hour);
  expect(await source.getToken()).toBe(first);
  clock.advance(0.03 * hour);
  await expect(source.getToken()).rejects.toMatchObject({
    response: { status: 503 },
  });
});

test("the token is kept in memory alone", async () => {
  const { source } = createPage();
  const token = await source.getToken();
  expect(JSON.stringify(source)).not.toContain(token);
  expect(Object.keys(source)).toEqual(["getToken", "fetch", "clear"]);
});
