import type { MelioClientOptions, MelioLogger } from "@melio-platform/client";
import { expect, test, vi } from "vitest";
import { createClient, rejectionOf } from "./support/client.js";
import { type Reply, startServer, success } from "./support/http-server.js";
import { keepLog } from "./support/log-lines.js";
import { tokenBody } from "./support/spec.js";
import { fixJitter, settleDown } from "./support/time.js";

const levels = ["debug", "info", "warn", "error"] as const;

async function logOf(options: MelioClientOptions, ...replies: Reply[]) {
  fixJitter(0);
  const server = await startServer(...replies);
  const logger = keepLog();
  const call = createClient(server, { logger, ...options })
    .auth.createToken()
    .withResponse();
  await call.catch(() => {});
  return { lines: logger.lines, call, server };
}

const flaky: Reply[] = [{ status: 503 }, success];
const failing: Reply[] = [{ status: 503 }];

test.for([
  {
    logLevel: "debug",
    flaky: "debug warn debug info",
    failing: "debug warn debug warn debug error",
  },
  { logLevel: undefined, flaky: "warn info", failing: "warn warn error" },
  { logLevel: "info", flaky: "warn info", failing: "warn warn error" },
  { logLevel: "warn", flaky: "warn", failing: "warn warn error" },
  { logLevel: "error", flaky: "", failing: "error" },
  { logLevel: "off", flaky: "", failing: "" },
] as const)("$logLevel logs '$flaky' and '$failing'", async (row) => {
  const options = { logLevel: row.logLevel };
  const levelsOf = async (replies: Reply[]) =>
    (await logOf(options, ...replies)).lines.map(({ level }) => level);
  expect((await levelsOf(flaky)).join(" ")).toBe(row.flaky);
  expect((await levelsOf(failing)).join(" ")).toBe(row.failing);
});

test("a line tells method, URL, status, duration, attempt and idempotency key, and no more", async () => {
  const { lines, call, server } = await logOf({ logLevel: "debug" }, ...flaky);
  const { idempotencyKey } = await call;
  const url = `${server.baseUrl}/auth/token`;
  const [begun, retried, again, succeeded] = lines;
  const facts = { method: "POST", url, idempotencyKey };
  expect(begun).toMatchObject({ ...facts, attempts: 1 });
  expect(retried).toMatchObject({
    ...facts,
    attempts: 1,
    status: 503,
    retryIn: 0,
  });
  expect(again).toMatchObject({ ...facts, attempts: 2 });
  expect(succeeded).toMatchObject({ ...facts, attempts: 2, status: 200 });
  expect(retried?.duration).toBeTypeOf("number");
  const told = [
    "method",
    "url",
    "idempotencyKey",
    "attempts",
    "status",
    "error",
    "duration",
    "retryIn",
  ];
  for (const { level, message, ...details } of lines) {
    expect(message).toContain(`POST ${url}`);
    expect(told).toEqual(expect.arrayContaining(Object.keys(details)));
  }
});

test("an attempt without a response tells the error's name", async () => {
  const { lines, call } = await logOf({ maxRetries: 0 }, (response) => {
    response.destroy();
  });
  await rejectionOf(call);
  expect(lines).toMatchObject([
    { level: "error", status: undefined, error: "MelioConnectionError" },
  ]);
});

test("a redirect's line tells its status, though it is no result", async () => {
  const headers = { Location: "https://elsewhere.test/" };
  const { lines } = await logOf({}, { status: 302, headers });
  expect(lines).toMatchObject([
    { level: "error", status: 302, error: "MelioApiError" },
  ]);
});

test("a vault's own error has no status of a response", async () => {
  const sealed = Object.assign(new Error("sealed"), { status: 503 });
  const apiKey = () => Promise.reject(sealed);
  const { lines } = await logOf({ apiKey }, success);
  expect(lines).toMatchObject([{ level: "error", status: undefined }]);
});

test.for([
  () => {
    throw new Error("disk full");
  },
  async () => {
    throw new Error("disk full");
  },
])("a logger that fails, %s, changes nothing", async (info) => {
  const unhandled = vi.fn();
  process.once("unhandledRejection", unhandled);
  const { call } = await logOf({ logger: { ...console, info } }, success);
  expect((await call).data).toEqual(tokenBody.data);
  await settleDown();
  expect(unhandled).not.toHaveBeenCalled();
  process.off("unhandledRejection", unhandled);
});

test("without a logger nothing is logged; with a level alone, the console is", async () => {
  const spies = levels.map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  const called = () => spies.map((spy) => spy.mock.calls.length);
  await logOf({ logger: undefined }, success);
  expect(called()).toEqual([0, 0, 0, 0]);
  await logOf({ logger: undefined, logLevel: "debug" }, ...flaky);
  expect(called()).toEqual([2, 1, 1, 0]);
  for (const spy of spies) spy.mockRestore();
});

test("console itself is a logger, to the type checker too", () => {
  const logger: MelioLogger = console;
  createClient({ baseUrl: "https://api.test/v1" }, { logger });
});

test("another level is refused, and the message names those that there are", () => {
  const options = { logLevel: "verbose" as "off" };
  expect(() => createClient({ baseUrl: "https://a.test" }, options)).toThrow(
    /debug.*info.*warn.*error.*off/,
  );
});
