import { createTokenHandler } from "@melio-platform/client/handler";
import { expect, test, vi } from "vitest";
import { settleDown, until } from "../support/time.js";
import { ask, createHandler, site } from "./support.js";

test("authorize gets the context that was passed with the request", async () => {
  const { tokens } = createHandler();
  interface Context {
    session: { account: string };
  }
  const handle = createTokenHandler<Context>({
    tokens,
    authorize: (_, { session }) => session.account,
  });
  const context = { session: { account: "acc_7" } };
  expect((await handle(ask(), context)).status).toBe(200);
});

test.for([
  { what: "a 401", response: () => new Response("log in", { status: 401 }) },
  {
    what: "a redirect",
    response: () => Response.redirect(`${site}/login`, 303),
  },
])(
  "$what that authorize throws goes through as it is",
  async ({ response }) => {
    const onError = vi.fn();
    const throwing = createHandler({
      onError,
      authorize: () => {
        throw response();
      },
    });
    const excepting = createHandler({
      onError,
      authorize: async () => {
        throw Object.assign(new Error("no"), { getResponse: response });
      },
    });
    for (const { handle } of [throwing, excepting]) {
      const answer = await handle(ask());
      expect(answer.status).toBe(response().status);
      expect(answer.headers.get("Location")).toBe(
        response().headers.get("Location"),
      );
    }
    expect(onError).not.toHaveBeenCalled();
  },
);

test("a Response of another realm, as an adapter's, is one", async () => {
  class ForeignResponse {
    readonly status = 401;
    readonly statusText = "";
    readonly headers = new Headers({ "X-From": "adapter" });
    readonly body = null;
  }
  const { handle } = createHandler({
    authorize: () => new ForeignResponse() as unknown as Response,
  });
  const answer = await handle(ask());
  expect(answer.status).toBe(401);
  expect(answer.headers.get("X-From")).toBe("adapter");
});

test("an error of another API that authorize throws stays inside, status and headers too", async () => {
  const onError = vi.fn();
  const thrown = Object.assign(new Error("no such user"), {
    status: 404,
    headers: new Headers({ "Set-Cookie": "up=1" }),
    body: null,
  });
  const { handle } = createHandler({
    onError,
    authorize: () => {
      throw thrown;
    },
  });
  const answer = await handle(ask());
  expect(answer.status).toBe(500);
  expect(answer.headers.has("Set-Cookie")).toBe(false);
  expect(onError).toHaveBeenCalledExactlyOnceWith(thrown, expect.anything());
});

test("a response that authorize has read keeps its status, without the headers of its body", async () => {
  const response = new Response("who?", {
    status: 401,
    headers: { "Content-Length": "4", "X-From": "sso" },
  });
  await response.text();
  const { handle } = createHandler({ authorize: () => response });
  const answer = await handle(ask());
  expect(answer.status).toBe(401);
  expect(answer.headers.get("X-From")).toBe("sso");
  expect(answer.headers.has("Content-Length")).toBe(false);
  expect(await answer.text()).toBe("");
});

test.for<[what: string, authorize: () => never | Response]>([
  ["Response.error()", () => Response.error()],
  [
    "an exception whose getResponse() throws",
    () => {
      throw Object.assign(new Error("first"), {
        getResponse() {
          throw new Error("second");
        },
      });
    },
  ],
  [
    "an exception whose getResponse() gives no response",
    () => {
      throw Object.assign(new Error("no"), { getResponse: () => undefined });
    },
  ],
])("%s is a 500, and told to onError", async ([, authorize]) => {
  const onError = vi.fn();
  const { handle } = createHandler({ onError, authorize });
  expect((await handle(ask())).status).toBe(500);
  expect(onError).toHaveBeenCalledOnce();
});

test.for([
  [
    "a function that throws",
    () => {
      throw new Error("hook");
    },
  ],
  ["a function that rejects", () => Promise.reject(new Error("hook"))],
] as const)("onError, %s, harms nothing", async ([, onError]) => {
  const unhandled = vi.fn();
  process.on("unhandledRejection", unhandled);
  const { handle } = createHandler({
    onError,
    authorize: () => {
      throw new Error("the database is away");
    },
  });
  expect((await handle(ask())).status).toBe(500);
  await settleDown();
  process.off("unhandledRejection", unhandled);
  expect(unhandled).not.toHaveBeenCalled();
});

test("a visitor who leaves is no failure", async () => {
  const onError = vi.fn();
  const { handle, mints } = createHandler({ onError }, { auto: false });
  const controller = new AbortController();
  const answer = handle(new Request(ask(), { signal: controller.signal }));
  await until(() => mints.length);
  controller.abort();
  await answer;
  expect(onError).not.toHaveBeenCalled();
});

test("the handler answers before the page gives up", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { handle, mints } = createHandler({}, { auto: false });
    const answered = handle(ask());
    await until(() => mints.length);
    vi.advanceTimersByTime(8_000);
    const answer = await answered;
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Retry-After")).toBe("5");
  } finally {
    vi.useRealTimers();
  }
});

test.for(["9999999999999999999999999", "1e3", "7200", " 30 "])(
  "Retry-After is a small whole number, also for %j from upstream",
  async (upstream) => {
    const { handle, mints } = createHandler({}, { auto: false });
    const answered = handle(ask());
    await until(() => mints.length);
    mints[0]?.fail(503, { "Retry-After": upstream });
    const { status, headers } = await answered;
    expect(status).toBe(503);
    expect(headers.get("Retry-After")).toMatch(/^\d{1,4}$/);
  },
);

test("100 refusals of one visitor cause one mint", async () => {
  const { handle, mints } = createHandler();
  for (let i = 0; i < 100; i++) {
    const { accessToken } = await (await handle(ask())).json();
    const answer = await handle(ask({ "Melio-Refused-Token": accessToken }));
    expect(answer.status).toBe(200);
  }
  expect(mints).toHaveLength(2);
});

test.for<[options: object, message: RegExp]>([
  [{ tokens: undefined }, /requires tokens/],
  [{ tokens: {} }, /tokens must be an object with get\(\), invalidate\(\)/],
  [{ authorize: undefined }, /requires authorize/],
  [{ authorize: "acc_1" }, /authorize must be a function/],
  [{ allowedOrigins: "https://shop.com" }, /allowedOrigins must be a list/],
  [{ allowedOrigins: ["*"] }, /allowedOrigins must be a list of origins/],
  [{ allowedOrigins: ["shop.com"] }, /allowedOrigins/],
  [{ allowedOrigins: ["https://shop.com/app"] }, /allowedOrigins/],
  [{ allowedOrigins: ["https://shop.com/"] }, /allowedOrigins/],
  [{ allowedOrigins: ["https://*.shop.com"] }, /allowedOrigins/],
  [{ allowedHeaders: "Authorization" }, /allowedHeaders must be a list/],
  [{ deadline: "8" }, /deadline must be a number of milliseconds/],
  [{ allowedOrigin: [] }, /did you mean allowedOrigins\?/],
])("%j is refused when the handler is created", ([options, message]) => {
  const create = () => createHandler(options);
  expect(create).toThrow(TypeError);
  expect(create).toThrow(message);
});

test.for([
  ["https://Other.Example", "https://other.example"],
  ["https://other.example:443", "https://other.example"],
  ["https://other.example", "https://OTHER.example:443"],
])("%s in the settings allows the origin %s", async ([allowed, origin]) => {
  const { handle } = createHandler({ allowedOrigins: [allowed ?? ""] });
  const headers = { Origin: origin ?? "", "Sec-Fetch-Site": "cross-site" };
  expect((await handle(ask(headers))).status).toBe(200);
});

test("part of an allowed origin is another origin", async () => {
  const { handle } = createHandler({ allowedOrigins: ["https://shop.com"] });
  const headers = { Origin: "https://shop.co", "Sec-Fetch-Site": "cross-site" };
  expect((await handle(ask(headers))).status).toBe(403);
});

test("an older browser's page of the own host is known by it, with or without the default port", async () => {
  const { handle } = createHandler();
  for (const host of ["SHOP.example", "shop.example:443"]) {
    const request = new Request(`${site}/melio/token`, {
      method: "POST",
      headers: { Origin: site, Host: host },
    });
    expect((await handle(request)).status).toBe(200);
  }
});

test("pages of another site may send the headers that are allowed", async () => {
  const { handle } = createHandler({
    allowedOrigins: ["https://other.example"],
    allowedHeaders: ["Authorization", "X-CSRF-Token"],
  });
  const answer = await handle(
    ask({ Origin: "https://other.example" }, "OPTIONS"),
  );
  expect(answer.headers.get("Access-Control-Allow-Headers")).toBe(
    "Melio-Refused-Token, Authorization, X-CSRF-Token",
  );
});
