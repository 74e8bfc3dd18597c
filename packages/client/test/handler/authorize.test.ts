import { createTokenHandler } from "@melio-platform/client/handler";
import { expect, test, vi } from "vitest";
import { ask, createHandler, wholeText } from "./support.js";

test("there is no handler without authorize: nobody is let in by default", () => {
  const { tokens } = createHandler();
  // @ts-expect-error authorize is missing
  expect(() => createTokenHandler({ tokens })).toThrow(/authorize/);
});

test.for([
  { refusal: undefined },
  { refusal: null },
  { refusal: false as const },
  { refusal: "" },
])("$refusal refuses", async ({ refusal }) => {
  const { handle, mints } = createHandler({ authorize: async () => refusal });
  const response = await handle(ask());
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ error: "forbidden" });
  expect(mints).toHaveLength(0);
});

test.for([{}, 42, true, ["acc_1"]])(
  "%j is no Account, and gives no token",
  async (account) => {
    const onError = vi.fn();
    const authorize = () => account as unknown as string;
    const { handle, mints } = createHandler({ authorize, onError });
    expect((await handle(ask())).ok).toBe(false);
    expect(mints).toHaveLength(0);
  },
);

test("a response of your own refuses in your words, and is not stored either", async () => {
  const authorize = () => Response.json({ login: "/login" }, { status: 401 });
  const { handle, mints } = createHandler({ authorize });
  const response = await handle(ask());
  expect(response.status).toBe(401);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
  expect(await response.json()).toEqual({ login: "/login" });
  expect(mints).toHaveLength(0);
});

test("a redirect as a refusal passes, though its headers cannot be changed", async () => {
  const authorize = () => Response.redirect("https://shop.example/login");
  const response = await createHandler({ authorize }).handle(ask());
  expect(response.status).toBe(302);
  expect(response.headers.get("Cache-Control")).toBe("no-store");
});

test("an authorize that throws lets nobody in, and its words stay inside", async () => {
  const error = new Error("database at 10.0.0.7 is down");
  const onError = vi.fn();
  const { handle, mints } = createHandler({
    authorize: () => Promise.reject(error),
    onError,
  });
  const request = ask();
  const response = await handle(request);
  expect(response.status).toBe(500);
  expect(await wholeText(response)).not.toMatch(/10\.0|database/);
  expect(onError).toHaveBeenCalledExactlyOnceWith(error, request);
  expect(mints).toHaveLength(0);
});

test("authorize gets the request as it came, and may read its body", async () => {
  const authorize = async (request: Request) =>
    (await request.json()).account === "mine" ? "acc_7" : null;
  const { handle, mints } = createHandler({ authorize });
  const body = JSON.stringify({ account: "mine" });
  const request = new Request(ask(), { body, method: "POST" });
  expect((await handle(request)).status).toBe(200);
  expect(mints[0]?.account).toBe("acc_7");
});
