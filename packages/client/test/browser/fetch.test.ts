import { expect, test } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { spec } from "../support/spec.js";
import { api, createPage } from "./support.js";

test.for(spec.servers)(
  "$x-environment gets the token, and no redirect is followed",
  async ({ url }) => {
    const { source, called } = createPage();
    const token = await source.getToken();
    expect((await source.fetch(`${url}/accounts`)).status).toBe(200);
    expect(called[0]?.headers.get("Authorization")).toBe(`Bearer ${token}`);
    expect(called[0]?.redirect).toBe("error");
  },
);

test.for([
  "https://shop.example/orders",
  "http://api.melio.com/v1/accounts",
  "https://api.melio.com:8443/v1/accounts",
  "https://api.melio.com.evil.example/v1",
  "https://evil.example/https://api.melio.com/v1",
  "https://sub.api.melio.com/v1",
  "https://melio.com/v1",
])("%s gets no token, and none is asked for", async (url) => {
  const { source, fetch, asked, called } = createPage();
  const init = { redirect: "follow", headers: { "X-Own": "1" } } as const;
  await source.fetch(url, init);
  expect(asked).toHaveLength(0);
  expect(called[0]?.headers.has("Authorization")).toBe(false);
  expect(fetch).toHaveBeenCalledExactlyOnceWith(url, init); // as it was given
});

test.for(["https://api.melio.com@evil.example/v1", "https://", "/relative"])(
  "%s is refused as by fetch itself, and nothing is sent",
  async (url) => {
    const { source, fetch } = createPage();
    await expect(source.fetch(url)).rejects.toThrow(TypeError);
    expect(fetch).not.toHaveBeenCalled();
  },
);

test("a Request and a URL are taken as well as a string", async () => {
  const { source, called } = createPage();
  const request = new Request(`${api}/bills`, {
    method: "PUT",
    body: "a bill",
    headers: { "X-Own": "1" },
  });
  await source.fetch(request);
  await source.fetch(new URL(`${api}/bills`), { method: "POST", body: "b" });
  expect(called).toMatchObject([
    { url: `${api}/bills`, method: "PUT", body: "a bill" },
    { url: `${api}/bills`, method: "POST", body: "b" },
  ]);
  expect(called[0]?.headers.get("X-Own")).toBe("1");
  expect(called.every(({ headers }) => headers.has("Authorization"))).toBe(
    true,
  );
});

test("a Request to another origin arrives with its body", async () => {
  const { source, called } = createPage();
  const url = "https://shop.example/orders";
  await source.fetch(new Request(url, { method: "POST", body: "an order" }));
  expect(called).toMatchObject([{ url, body: "an order" }]);
});

test("the origins can be set, and then are the only ones", async () => {
  const { source, called } = createPage(
    {},
    { apiOrigins: ["http://localhost:4010/v1"] },
  );
  await source.fetch("http://localhost:4010/v1/accounts");
  await source.fetch(`${api}/accounts`);
  expect(called.map(({ headers }) => headers.has("Authorization"))).toEqual([
    true,
    false,
  ]);
});

test("on a 401 it asks once for another token, naming the refused one, and sends again", async () => {
  const { source, asked, called, revoked } = createPage();
  const first = await source.getToken();
  revoked.add(first);
  const response = await source.fetch(`${api}/bills`, {
    method: "POST",
    body: "a bill",
  });
  expect(response.status).toBe(200);
  expect(called.map(({ body }) => body)).toEqual(["a bill", "a bill"]);
  const [before, after] = called.map(({ headers }) =>
    headers.get("Authorization"),
  );
  expect(before).toBe(`Bearer ${first}`);
  expect(after).not.toBe(before);
  expect(
    asked.map(({ headers }) => headers.get("Melio-Refused-Token")),
  ).toEqual([null, first]);
});

test("a second 401 is the answer", async () => {
  const { source, asked, called } = createPage({
    api: () => Response.json({ why: "no" }, { status: 401 }),
  });
  const response = await source.fetch(`${api}/bills`);
  expect(response.status).toBe(401);
  expect(await response.json()).toEqual({ why: "no" });
  expect(called).toHaveLength(2);
  expect(asked).toHaveLength(2);
});

test("100 calls that are refused with one token ask for one other", async () => {
  const { source, asked, called, revoked } = createPage();
  revoked.add(await source.getToken());
  const responses = await Promise.all(
    Array.from({ length: 100 }, () => source.fetch(`${api}/bills`)),
  );
  expect(responses.every(({ ok }) => ok)).toBe(true);
  expect(called).toHaveLength(200);
  expect(asked).toHaveLength(2);
});

test.for([400, 403, 404, 429, 500])(
  "%s is the answer at once",
  async (status) => {
    const { source, asked, called } = createPage({
      api: () => new Response(null, { status }),
    });
    expect((await source.fetch(`${api}/bills`)).status).toBe(status);
    expect(called).toHaveLength(1);
    expect(asked).toHaveLength(1);
  },
);

test("after a sleep beyond the expiry a call goes out with a new token", async () => {
  const clock = stopClock();
  const { source, called } = createPage();
  await source.fetch(`${api}/bills`);
  clock.advance(9 * hour);
  await source.fetch(`${api}/bills`);
  const [before, after] = called.map(({ headers }) =>
    headers.get("Authorization"),
  );
  expect(after).not.toBe(before);
});

test("no token, no call", async () => {
  const { source, called } = createPage({
    endpoint: () => new Response(null, { status: 403 }),
  });
  await expect(source.fetch(`${api}/bills`)).rejects.toMatchObject({
    name: "TokenEndpointError",
  });
  expect(called).toHaveLength(0);
});
