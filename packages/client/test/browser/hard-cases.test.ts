import {
  createTokenSource,
  TokenEndpointError,
} from "@melio-platform/client/browser";
import { afterEach, expect, test, vi } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { settleDown } from "../support/time.js";
import { api, createPage, endpoint } from "./support.js";

afterEach(() => {
  vi.unstubAllGlobals();
});

test("a token that has expired when it comes is an error, not a token", async () => {
  const { source } = createPage({ lifetime: -1_000 });
  const error = await source.getToken().catch((reason) => reason);
  expect(error).toBeInstanceOf(TokenEndpointError);
  expect(error.message).toMatch(/expired/);
});

test.for([
  {
    what: "misleading url",
    input: () => ({
      url: `${api}/x`,
      toString: (): string => "https://evil.test/",
    }),
  },
  { what: "misleading toString", input: () => new URL("https://evil.test/") },
])(
  "an object with a $what gets no token to another origin",
  async ({ input }) => {
    const { source, called } = createPage();
    await source.fetch(input() as never);
    expect(called).toHaveLength(1);
    expect(called[0]?.url).toBe("https://evil.test/");
    expect(called[0]?.headers.get("Authorization")).toBeNull();
  },
);

test("a Request whose url property lies gets no token to another origin", async () => {
  class Lying extends Request {
    override get url() {
      return `${api}/x`;
    }
  }
  const { source, called } = createPage();
  await source.fetch(new Lying("https://evil.test/"));
  expect(called[0]?.headers.get("Authorization")).toBeNull();
});

test("no old token is given after the session changed", async () => {
  let user = "ada";
  const { source, asked } = createPage({}, { session: () => user });
  const first = await source.getToken();
  expect(await source.getToken()).toBe(first);
  user = "ben";
  expect(await source.getToken()).not.toBe(first);
  expect(asked).toHaveLength(2);
});

test("a page that comes back from the back/forward cache has forgotten its token", async () => {
  const target = new EventTarget();
  vi.stubGlobal("addEventListener", target.addEventListener.bind(target));
  const { source } = createPage();
  const first = await source.getToken();
  const shown = (persisted: boolean) =>
    target.dispatchEvent(Object.assign(new Event("pageshow"), { persisted }));
  shown(false);
  expect(await source.getToken()).toBe(first);
  target.dispatchEvent(new Event("pagehide"));
  shown(true);
  expect(await source.getToken()).not.toBe(first);
});

test("an API that refuses every token gets its 401 to the caller, without a loop", async () => {
  const same = () =>
    Response.json({
      accessToken: "at_same",
      expiresAt: new Date(Date.now() + hour).toISOString(),
    });
  const { source, asked, called } = createPage({
    endpoint: same,
    api: () => new Response(null, { status: 401 }),
  });
  expect((await source.fetch(`${api}/x`)).status).toBe(401);
  expect(called).toHaveLength(1);
  expect(asked).toHaveLength(2);
  expect(asked[1]?.headers.get("Melio-Refused-Token")).toBe("at_same");
});

test("an API that refuses every token does not make every call request another one", async () => {
  const clock = stopClock();
  let status = 401;
  const { source, asked } = createPage({
    api: () => new Response(null, { status }),
  });
  const callTwentyTimes = async () => {
    for (let i = 0; i < 20; i++)
      expect((await source.fetch(`${api}/x`)).status).toBe(status);
  };
  await callTwentyTimes();
  expect(asked).toHaveLength(2); // the token, and one other
  clock.advance(5_000);
  await callTwentyTimes();
  expect(asked).toHaveLength(3);
  source.clear(); // somebody else signs in
  await callTwentyTimes();
  expect(asked).toHaveLength(5);
  status = 200;
  await callTwentyTimes();
  expect(asked).toHaveLength(5);
});

test("an endpoint that has no other token is not asked for one by every call", async () => {
  stopClock();
  let answers = 0;
  const { source, asked } = createPage({
    endpoint: () =>
      answers++ === 0
        ? Response.json({
            accessToken: "at_only",
            expiresAt: new Date(Date.now() + hour).toISOString(),
          })
        : new Response(null, { status: 503 }),
    api: () => new Response(null, { status: 401 }),
  });
  for (let i = 0; i < 20; i++)
    expect((await source.fetch(`${api}/x`)).status).toBe(401);
  expect(asked).toHaveLength(2);
});

test("a renewal that fails keeps the valid token, and is not repeated by every call", async () => {
  const clock = stopClock();
  let isUp = true;
  const good = () =>
    Response.json({
      accessToken: "at_good",
      expiresAt: new Date(Date.now() + hour).toISOString(),
    });
  const { source, asked } = createPage({
    endpoint: () => (isUp ? good() : new Response(null, { status: 503 })),
  });
  await source.getToken();
  isUp = false;
  clock.advance(0.97 * hour);
  for (let i = 0; i < 20; i++) {
    expect(await source.getToken()).toBe("at_good");
    await settleDown();
  }
  expect(asked).toHaveLength(2);
});

test("headers for the session go to the endpoint, and nowhere else", async () => {
  const headers = vi.fn(async () => ({ "X-CSRF-Token": "csrf" }));
  const { source, asked, called } = createPage({}, { headers });
  await source.fetch(`${api}/x`);
  expect(asked[0]?.headers.get("X-CSRF-Token")).toBe("csrf");
  expect(called[0]?.headers.get("X-CSRF-Token")).toBeNull();
});

test("a caller's signal ends that caller's wait alone", async () => {
  let answer = (_: Response) => {};
  const { source } = createPage({
    endpoint: () =>
      new Promise<Response>((resolve) => {
        answer = resolve;
      }),
  });
  const controller = new AbortController();
  const reason = new Error("gone");
  const one = source.getToken({ signal: controller.signal });
  const other = source.getToken();
  await settleDown();
  controller.abort(reason);
  await expect(one).rejects.toBe(reason);
  answer(
    Response.json({
      accessToken: "at_1",
      expiresAt: new Date(Date.now() + hour).toISOString(),
    }),
  );
  expect(await other).toBe("at_1");
});

test.for<[options: object, message: RegExp]>([
  [{ endpoint: undefined }, /requires endpoint/],
  [{ endpoint: "" }, /endpoint must be the URL/],
  [
    { endpoint, apiOrigins: "https://api.melio.com" },
    /apiOrigins must be a list/,
  ],
  [{ endpoint, apiOrigins: ["api.melio.com"] }, /apiOrigins must be a list/],
  [{ endpoint, timeout: "10" }, /timeout must be a number of milliseconds/],
  [{ endpoint, session: "ada" }, /session must be a function/],
  [{ endpoint, url: "/x" }, /does not accept "url"/],
])("%j is refused when the source is created", ([options, message]) => {
  const create = () => createTokenSource(options as never);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});

test("a token that arrives after the session changed is given to nobody", async () => {
  let user = "ada";
  let answer: (response: Response) => void = () => {};
  const { source, called } = createPage(
    { endpoint: () => new Promise((resolve) => (answer = resolve)) },
    { session: () => user },
  );
  const token = source.getToken();
  const response = source.fetch(`${api}/x`);
  await settleDown();
  user = "ben";
  const expiresAt = new Date(Date.now() + hour).toISOString();
  answer(Response.json({ accessToken: "at_of_ada", expiresAt }));
  await expect(token).rejects.toMatchObject({ name: "AbortError" });
  await expect(response).rejects.toMatchObject({ name: "AbortError" });
  expect(called).toHaveLength(0);
});

test("the API's 401 is what fetch gives if the endpoint has no other token", async () => {
  let answers = 0;
  const expiresAt = new Date(Date.now() + hour).toISOString();
  const { source } = createPage({
    api: () => new Response("who?", { status: 401 }),
    endpoint: () =>
      answers++ === 0
        ? Response.json({ accessToken: "at_1", expiresAt })
        : new Response(null, { status: 503 }),
  });
  const response = await source.fetch(`${api}/x`);
  expect([response.status, await response.text()]).toEqual([401, "who?"]);
});

test.for<[kind: string, headers: HeadersInit]>([
  ["Headers", new Headers({ "X-CSRF": "t" })],
  ["pairs", [["X-CSRF", "t"]]],
])("headers as %s reach the endpoint", async ([, headers]) => {
  const { source, asked } = createPage({}, { headers });
  await source.getToken();
  expect(asked[0]?.headers.get("X-CSRF")).toBe("t");
});

test.for<[options: object, message: RegExp]>([
  [{ apiOrigins: ["localhost:3000"] }, /apiOrigins must be a list of origins/],
  [{ apiOrigins: ["data:x"] }, /apiOrigins/],
  [{ endpoint: "http://[" }, /endpoint must be the URL/],
])("%j is refused when the source is created", ([options, message]) => {
  expect(() => createPage({}, options)).toThrow(message);
});
