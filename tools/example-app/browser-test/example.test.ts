import { mkdirSync } from "node:fs";
import type { TokenSource } from "@melio-platform/client/browser";
import type { Browser, BrowserContext, Page } from "playwright-core";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
} from "vitest";
import { startExample } from "../app/example.js";
import { launchChromium } from "./support/browser.js";
import { startForeignPage } from "./support/foreign-page.js";
import { moveBackendClock } from "./support/moved-clock.js";
import { type RecordingProxy, recordBytes } from "./support/recording-proxy.js";
import { startRedirect } from "./support/redirect-servers.js";

const apiKey = "sk_marked_key_of_the_example";
const twoHours = 7_200_000;

let browser: Browser;
let example: Awaited<ReturnType<typeof startExample>>;
let proxies: RecordingProxy[];
let context: BrowserContext;
let page: Page;
/** What the page asked for: `POST /melio/token 200`. */
let exchanges: string[];
let errors: string[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

beforeEach(async () => {
  proxies = [];
  example = await startExample({
    apiKey,
    async through(url) {
      const proxy = await recordBytes(url);
      proxies.push(proxy);
      return proxy.url;
    },
  });
  context = await browser.newContext();
  exchanges = [];
  errors = [];
  page = await openPage();
});
afterEach(async () => {
  await context.close();
  for (const proxy of proxies) proxy.close();
  await example.close();
});

async function openPage(): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(0); // the test's own limit is enough, on a slow machine too
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("response", (response) => {
    const request = response.request();
    const path = new URL(response.url()).pathname;
    exchanges.push(`${request.method()} ${path} ${response.status()}`);
  });
  return page;
}

async function signIn(login = "ada") {
  await page.goto(example.url);
  await page.getByLabel("Sign in as").selectOption(login);
  await page.getByRole("button", { name: "Sign in" }).click();
}

const seesBills = async () => {
  await page.getByText("3 bills.").waitFor();
  expect(await page.getByRole("row").count()).toBe(4);
};
const reload = () => page.getByRole("button", { name: "Load anew" }).click();
const asked = (path: string) =>
  exchanges.filter((exchange) => exchange.includes(path));
const mints = () => example.mock.requests();

/** Another source in the page, for a test to call. As text, since the test is compiled. */
const createSource = (page: Page, apiOrigins?: string[]) =>
  page.evaluate(
    `import("@melio-platform/client/browser").then((client) => {
      globalThis.source = client.createTokenSource(
        ${JSON.stringify({ endpoint: "/melio/token", apiOrigins })},
      );
    })`,
  );
declare const source: TokenSource;
declare const asking: Promise<string>;

/** Everything that this site keeps in the browser, as one text. */
const kept = () =>
  page.evaluate(async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      await indexedDB.databases(),
      await caches.keys(),
      document.documentElement.outerHTML,
    ]),
  );

test("the page gets a token for its user's Account, and calls the API with it", async () => {
  await signIn("ben");
  await seesBills();
  expect(mints()).toMatchObject([{ account: "acc_ben", status: 200 }]);
  expect(asked("/melio/token")).toEqual(["POST /melio/token 200"]);
  await reload();
  await seesBills();
  expect(asked("/melio/token")).toHaveLength(1);
  expect(errors).toEqual([]);
});

test("another page view mints no other token", async () => {
  await signIn();
  await seesBills();
  for (let view = 0; view < 3; view++) {
    await page.reload();
    await seesBills();
  }
  expect(asked("/melio/token")).toHaveLength(4);
  expect(mints()).toHaveLength(1);
});

test("the API takes the token no more before its time: it is renewed unseen", async () => {
  await signIn();
  await seesBills();
  example.mock.clock.advance(twoHours);
  const answering = page.waitForResponse((response) => response.ok());
  await reload();
  await answering;
  await seesBills();
  expect(asked("/v1/bills").map((line) => line.slice(-3))).toEqual([
    ...["200", "401", "200"],
  ]);
  expect(asked("/melio/token")).toHaveLength(2);
  expect(mints()).toHaveLength(2);
  expect(
    new Set(mints().map(({ idempotencyKey }) => idempotencyKey)).size,
  ).toBe(2);
  expect(errors).toEqual([]);
});

test("a laptop that slept through the expiry: renewed before the call, without a 401", async () => {
  await page.clock.install();
  await signIn();
  await seesBills();
  moveBackendClock(twoHours);
  await page.clock.fastForward(twoHours);
  const answering = page.waitForResponse((response) =>
    response.url().includes("/bills"),
  );
  await reload();
  await answering;
  await seesBills();
  expect(asked("/v1/bills").map((line) => line.slice(-3))).toEqual([
    "200",
    "200",
  ]);
  expect(mints()).toHaveLength(2);
});

test.for([{ hours: 9 }, { hours: -9 }])(
  "a clock that is wrong by $hours hours asks for no token too many",
  async ({ hours }) => {
    await page.clock.install({ time: Date.now() + hours * 3_600_000 });
    await signIn();
    await seesBills();
    for (let i = 0; i < 3; i++) {
      await reload();
      await seesBills();
    }
    expect(asked("/melio/token")).toHaveLength(1);
    expect(asked("401")).toEqual([]);
  },
);

test("the partner's key is in no byte that the browser received", async () => {
  await signIn();
  await seesBills();
  example.mock.failNext({ status: 401 });
  example.mock.clock.advance(twoHours);
  await reload();
  await page.getByText("Melio cannot be reached").waitFor();
  const received = Buffer.concat(proxies.map((proxy) => proxy.received()));
  const text = received.toString("latin1");
  expect(text).toContain("accessToken"); // it has been looked at
  expect(text).toContain("Flour & Co");
  for (const shape of [
    apiKey,
    Buffer.from(apiKey).toString("base64").replace(/=+$/, ""),
    Buffer.from(apiKey).toString("hex"),
    encodeURIComponent(apiKey),
  ])
    expect(text).not.toContain(shape);
  expect(text).not.toContain('"refreshToken":"');
});

test("the token is in memory alone", async () => {
  // Waited for from before the sign-in on, after which the page asks at once.
  const answering = page.waitForResponse(/melio\/token/);
  await signIn();
  const answer = await answering;
  const { accessToken } = await answer.json();
  await seesBills();
  expect(accessToken).toBeTruthy();
  expect(await kept()).not.toContain(accessToken);
  expect(answer.headers()["cache-control"]).toBe("no-store");
});

test("who has no Account gets no token, and is told", async () => {
  await signIn("cleo");
  await page.getByText("You have no Melio Account.").waitFor();
  expect(asked("/melio/token")).toEqual(["POST /melio/token 403"]);
  expect(mints()).toHaveLength(0);
});

test("who is signed out gets no token", async () => {
  await signIn();
  await seesBills();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Sign in as").waitFor();
  const status = await page.evaluate(
    async () => (await fetch("/melio/token", { method: "POST" })).status,
  );
  expect(status).toBe(403);
});

test("another site's page gets nothing, by fetch or by form", async () => {
  await signIn();
  await seesBills();
  const minted = mints().length;
  const foreign = await startForeignPage();
  const other = await openPage();
  await other.goto(foreign.url);
  const endpoint = `${example.url}/melio/token`;
  const outcomes = await other.evaluate(async (endpoint) => {
    const attempt = (init: RequestInit) =>
      fetch(endpoint, { method: "POST", credentials: "include", ...init })
        .then(async (response) => `${response.type} ${await response.text()}`)
        .catch((error) => error.name as string);
    return [
      await attempt({}),
      await attempt({ mode: "no-cors" }),
      await attempt({ headers: { "Melio-Refused-Token": "x" } }),
    ];
  }, endpoint);
  expect(outcomes).toEqual(["TypeError", "TypeError", "TypeError"]);
  await other.evaluate((endpoint) => {
    const form = document.createElement("form");
    Object.assign(form, { method: "post", action: endpoint });
    document.body.append(form);
    form.submit();
  }, endpoint);
  await other.waitForURL(endpoint);
  expect(await other.content()).toContain("forbidden");
  expect(await other.content()).not.toContain("accessToken");
  foreign.close();
  expect(asked("POST /melio/token").slice(1)).not.toContain(
    "POST /melio/token 200",
  );
  expect(mints()).toHaveLength(minted);
});

test("tabs that ask at once share requests: at most one for the first, and one for all that came later", async () => {
  await signIn();
  await seesBills();
  const tabs = [page, await openPage(), await openPage(), await openPage()];
  for (const tab of tabs.slice(1)) {
    await tab.goto(example.url);
    await tab.getByText("3 bills.").waitFor();
  }
  for (const tab of tabs) await createSource(tab);
  const before = asked("/melio/token").length;
  // The first answer waits until every tab has asked.
  let answer = () => {};
  const everyTabAsks = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await context.route("**/melio/token", async (route) => {
    await everyTabAsks;
    await route.continue();
  });
  for (const tab of tabs)
    await tab.evaluate(() => {
      Object.assign(globalThis, { asking: source.getToken() });
    });
  answer();
  const given = await Promise.all(
    tabs.map((tab) => tab.evaluate(() => asking)),
  );
  expect(new Set(given).size).toBe(1);
  // A later tab cannot know whether the first one asked for the same user.
  expect(asked("/melio/token").length).toBeLessThanOrEqual(before + 2);
});

test("a token is not taken from a tab whose user is another", async () => {
  const answering = page.waitForResponse(/melio\/token/);
  await signIn("ada");
  const ada = await (await answering).json();
  await seesBills();
  const other = await openPage();
  await other.goto(example.url);
  await other.getByText("3 bills.").waitFor();
  await other.getByRole("button", { name: "Sign out" }).click();
  await other.getByLabel("Sign in as").selectOption("ben");
  const answeringBen = other.waitForResponse(/melio\/token/);
  await other.getByRole("button", { name: "Sign in" }).click();
  const ben = await (await answeringBen).json();
  expect(ben.accessToken).not.toBe(ada.accessToken);
  expect(mints().map(({ account }) => account)).toEqual(["acc_ada", "acc_ben"]);
});

test("the token goes through no redirect", async () => {
  await context.close();
  context = await browser.newContext({ bypassCSP: true });
  page = await openPage();
  await signIn();
  await seesBills();
  const redirect = await startRedirect();
  await createSource(page, [redirect.url]);
  const outcomes = await page.evaluate(async (api) => {
    const outcomeOf = (response: Promise<Response>) =>
      response.then(
        (response) => response.text(),
        (error: Error) => error.name,
      );
    return [
      await outcomeOf(fetch(`${api}/plain`)), // shows that the redirect works
      await outcomeOf(source.fetch(`${api}/with-token`)),
      await outcomeOf(source.fetch(`${api}/told`, { redirect: "follow" })),
    ];
  }, redirect.url);
  redirect.close();
  expect(outcomes).toEqual(["arrived", "TypeError", "TypeError"]);
  expect(redirect.arrived).toEqual([{ path: "/plain" }]);
});

const looks = [
  {
    look: "wide-light",
    colorScheme: "light",
    viewport: { width: 1280, height: 800 },
  },
  {
    look: "wide-dark",
    colorScheme: "dark",
    viewport: { width: 1280, height: 800 },
  },
  {
    look: "phone-light",
    colorScheme: "light",
    viewport: { width: 360, height: 740 },
  },
  {
    look: "phone-dark",
    colorScheme: "dark",
    viewport: { width: 360, height: 740 },
  },
] as const;

test.for(looks)(
  "$look: nothing runs over the edge",
  async ({ look, ...settings }) => {
    await context.close();
    context = await browser.newContext(settings);
    page = await openPage();
    const folder = new URL("../screenshots/", import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    await page.goto(example.url);
    await page.getByLabel("Sign in as").waitFor();
    await page.screenshot({ path: `${folder}${look}-signed-out.png` });
    await signIn();
    await seesBills();
    await page.screenshot({ path: `${folder}${look}.png` });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth > innerWidth,
    );
    expect(wider).toBe(false);
  },
);

const tokenOf = (tab: Page) => tab.evaluate(() => source.getToken());

test("a sign-out in one tab forgets the token in all of them", async () => {
  await signIn();
  await seesBills();
  const other = await openPage();
  await other.goto(example.url);
  await other.getByText("3 bills.").waitFor();
  for (const tab of [page, other]) await createSource(tab);
  for (const tab of [page, other]) await tokenOf(tab);
  const before = asked("/melio/token").length;
  for (const tab of [page, other]) await tokenOf(tab); // from memory
  expect(asked("/melio/token")).toHaveLength(before);
  // It listens before the other tab speaks.
  const listening = await other.evaluateHandle((name) => {
    const told = new Promise<void>((resolve) => {
      new BroadcastChannel(name).onmessage = () => resolve();
    });
    return { told };
  }, "melio-token:/melio/token");
  await page.evaluate(() => source.clear());
  await listening.evaluate(({ told }) => told);
  await tokenOf(other);
  await tokenOf(page);
  expect(asked("/melio/token").length).toBeGreaterThan(before);
});

test("a page whose tab holds the lock for ever gets its token all the same", async () => {
  await signIn();
  await seesBills();
  const other = await openPage();
  await other.goto(example.url);
  await other.getByText("3 bills.").waitFor();
  await other.evaluate(
    (name) =>
      new Promise<void>((resolve) => {
        navigator.locks.request(name, () => {
          resolve();
          return new Promise(() => {});
        });
      }),
    "melio-token:/melio/token",
  );
  await createSource(page);
  expect(await tokenOf(page)).toMatch(/^at_/);
});

test("a page that comes back from the back/forward cache asks anew", async () => {
  const caching = await launchChromium({
    // Playwright switches that cache off.
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  try {
    context = await caching.newContext();
    page = await openPage();
    await signIn();
    await seesBills();
    await createSource(page);
    await tokenOf(page);
    await page.evaluate(() => {
      addEventListener("pageshow", ({ persisted }) => {
        document.title = persisted ? "restored" : "loaded";
      });
    });
    const before = asked("/melio/token").length;
    // A page that holds a lock is not kept.
    await page.waitForFunction(async () => {
      const { held = [] } = await navigator.locks.query();
      return held.length === 0;
    });
    await page.goto(`${example.url}/style.css`);
    await page.goBack({ waitUntil: "commit" });
    await page.waitForFunction(() => document.title === "restored");
    await tokenOf(page);
    expect(asked("/melio/token").length).toBeGreaterThan(before);
  } finally {
    await caching.close();
  }
});
