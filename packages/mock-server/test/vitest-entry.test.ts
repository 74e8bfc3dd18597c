import { test } from "@melio-platform/mock-server/vitest";
import { expect } from "vitest";
import { createCaller } from "./support/caller.js";

const ports = new Set<string>();
test.for([1, 2, 3])("server %i is fresh", async (_, { melioMock }) => {
  expect(melioMock.requests()).toEqual([]);
  await createCaller(melioMock.baseUrl)();
  expect(ports.has(melioMock.url)).toBe(false);
  ports.add(melioMock.url);
});

test.fails("a violation fails the test", async ({ melioMock }) => {
  const { status } = await createCaller(melioMock.baseUrl)({ method: "GET" });
  expect(status).toBe(405);
});

test("a violation that was forgiven does not", async ({ melioMock }) => {
  await createCaller(melioMock.baseUrl)({ method: "GET" });
  melioMock.reset();
});
