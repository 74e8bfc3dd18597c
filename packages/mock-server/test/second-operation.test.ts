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
