import { expect, test } from "vitest";
import { createClient, markedKey, melioErrorOf } from "./support/client.js";
import { startServer, success } from "./support/http-server.js";
import { headerNames } from "./support/spec.js";

const statuses = [300, 301, 302, 303, 307, 308];

test.for(statuses)(
  "%i to another origin is refused, and that origin sees nothing",
  async (status) => {
    const other = await startServer(success);
    const server = await startServer({
      status,
      headers: { Location: `${other.baseUrl}/auth/token` },
    });
    const melio = createClient(server);
    const error = await melioErrorOf(melio.auth.createToken());
    expect(error).toMatchObject({ kind: "redirect", status, attempts: 1 });
    expect(error.message).toMatch(/redirect/);
    expect(error.message).toContain(`${status}`);
    const post = await melioErrorOf(
      melio.http.POST("/auth/token", { redirect: "follow" }),
    );
    expect(post).toMatchObject({ kind: "redirect", status });
    expect(server.requests).toHaveLength(2);
    expect(other.requests).toHaveLength(0);
  },
);

test.for(statuses)("%i within the origin is refused too", async (status) => {
  const server = await startServer(
    { status, headers: { Location: "/v1/auth/token" } },
    success,
  );
  const error = await melioErrorOf(createClient(server).auth.createToken());
  expect(error).toMatchObject({ kind: "redirect", status, attempts: 1 });
  expect(server.requests).toHaveLength(1);
});

test("a redirect after a retry is refused with the same idempotency key", async () => {
  const other = await startServer(success);
  const server = await startServer(
    { status: 503, headers: { "Retry-After": "0" } },
    { status: 307, headers: { Location: `${other.baseUrl}/auth/token` } },
  );
  const error = await melioErrorOf(createClient(server).auth.createToken());
  expect(error).toMatchObject({ kind: "redirect", attempts: 2 });
  expect(
    server.requests.map(({ headers }) => headers[headerNames.idempotencyKey]),
  ).toEqual(
    Array(2).fill((error as { idempotencyKey?: string }).idempotencyKey),
  );
  expect(other.requests).toHaveLength(0);
});

test("the recording origin would see the key if fetch followed: the test can fail", async () => {
  const other = await startServer(success);
  const server = await startServer({
    status: 307,
    headers: { Location: `${other.baseUrl}/auth/token` },
  });
  await fetch(server.baseUrl, {
    method: "POST",
    headers: { [headerNames.apiKey]: markedKey },
  });
  expect(other.requests[0]?.headers[headerNames.apiKey]).toBe(markedKey);
});

test("a browser's opaque redirect, of status 0, is named as one", async () => {
  const opaque = Object.create(Response.error(), {
    type: { value: "opaqueredirect" },
    status: { value: 0 },
    headers: { value: new Headers() },
  });
  const melio = createClient(
    { baseUrl: "https://api.test/v1" },
    { fetch: async () => opaque },
  );
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toMatchObject({ kind: "redirect", status: 0, attempts: 1 });
});
