import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { createCaller } from "./support/caller.js";
import { largerSpec } from "./support/larger-spec.js";

test("a second operation of the description is served without code", async () => {
  await using mock = await startMockServer({ spec: largerSpec });
  const call = createCaller(mock.baseUrl);
  const url = `${mock.baseUrl}/accounts/acc_123`;

  const served = await call({ url, method: "GET" });
  expect(served).toMatchObject({
    status: 200,
    body: { id: "acc_123", name: "Ada's Bakery" },
  });

  const wrong = await call({ url: `${url}?expand=all`, method: "GET" });
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: { code: "invalid_request" } },
  });

  expect((await call()).status).toBe(200);
});

test("an access token of this server serves where the description takes one", async () => {
  await using mock = await startMockServer({ spec: largerSpec });
  const call = createCaller(mock.baseUrl);
  const url = `${mock.baseUrl}/accounts/acc_123`;
  const { body } = await call<{ data: { accessToken: string } }>();
  const get = async (token: string) =>
    (
      await call({
        url,
        method: "GET",
        headers: { "API-Key": undefined, Authorization: `Bearer ${token}` },
      })
    ).status;

  expect(await get(body.data.accessToken)).toBe(200);
  expect(await get(`${body.data.accessToken}x`)).toBe(401);
  mock.clock.advance(3_600_000);
  expect(await get(body.data.accessToken)).toBe(401);
});

test("no request is answered with the verdict on another one, whatever its names hold", async () => {
  const path = "/accounts/{accountId}";
  const item = largerSpec.paths[path];
  const required = {
    ...item.get,
    parameters: [
      { name: "b", in: "query", required: true, schema: { type: "string" } },
    ],
  };
  await using mock = await startMockServer({
    spec: {
      ...largerSpec,
      paths: { ...largerSpec.paths, [path]: { ...item, get: required } },
    },
  });
  const call = createCaller(mock.baseUrl);
  const url = `${mock.baseUrl}/accounts/acc_123`;
  const get = async (query: URLSearchParams) =>
    (await call({ url: `${url}?${query}`, method: "GET" })).status;
  expect(await get(new URLSearchParams({ a: "1", b: "2" }))).toBe(200);
  expect(await get(new URLSearchParams({ 'a\n"1"\nb': "2" }))).toBe(400);
});

test("a list in a header may be left out after a request that had it", async () => {
  const path = "/accounts/{accountId}";
  const item = largerSpec.paths[path];
  const withList = {
    ...item.get,
    parameters: [
      {
        name: "X-Ids",
        in: "header",
        schema: { type: "array", items: { type: "string" } },
      },
    ],
  };
  const spec = {
    ...largerSpec,
    paths: { ...largerSpec.paths, [path]: { ...item, get: withList } },
  };
  const lists = ["a,b", "", undefined, "a"];
  const statuses = async (baseUrl: string, ids: (string | undefined)[]) => {
    const url = `${baseUrl}/accounts/acc_123`;
    const call = createCaller(baseUrl);
    const answers: number[] = [];
    for (const id of ids) {
      const headers = { "X-Ids": id };
      answers.push((await call({ url, method: "GET", headers })).status);
    }
    return answers;
  };
  await using mock = await startMockServer({ spec });
  const inOneServer = await statuses(mock.baseUrl, lists);
  const alone: number[] = [];
  for (const list of lists) {
    await using fresh = await startMockServer({ spec });
    alone.push(...(await statuses(fresh.baseUrl, [list])));
  }
  expect(inOneServer).toEqual(alone);
  expect(inOneServer[0]).toBe(200);
});
