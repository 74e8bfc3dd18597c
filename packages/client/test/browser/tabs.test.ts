import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { settleDown, until } from "../support/time.js";
import { createPage } from "./support.js";

/** Web Locks as a browser has them, for what is asked of them here. */
function createLocks() {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request<T>(
      name: string,
      { signal }: { signal: AbortSignal },
      hold: () => Promise<T>,
    ): Promise<T> {
      const before = queues.get(name) ?? Promise.resolve();
      const turn = new Promise<T>((resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason));
        before.then(() => {
          if (!signal.aborted) hold().then(resolve, reject);
        });
      });
      // Who gives up waiting lets nobody in before their turn.
      queues.set(name, Promise.allSettled([before, turn]));
      return turn;
    },
  };
}

beforeEach(() => {
  vi.stubGlobal("navigator", { locks: createLocks() });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A tab whose endpoint answers when the test says so, for the user who is signed in then. */
function openTab(user: string) {
  const answers: ((response: Response) => void)[] = [];
  const page = createPage({
    endpoint: () => new Promise((resolve) => answers.push(resolve)),
  });
  return {
    ...page,
    answers,
    answer: () =>
      answers.shift()?.(
        Response.json({
          accessToken: `at_of_${user}`,
          expiresAt: new Date(Date.now() + hour).toISOString(),
        }),
      ),
    fail: () => answers.shift()?.(new Response(null, { status: 503 })),
  };
}

test("a tab takes no token of a request that began before it asked, however long its headers took", async () => {
  const clock = stopClock();
  let refresh: (headers: object) => void = () => {};
  const bearer = new Promise<object>((resolve) => {
    refresh = resolve;
  });
  const ada = createPage({}, { headers: () => bearer as never });
  const adas = ada.source.getToken();
  await settleDown();
  clock.advance(200);
  const ben = openTab("ben");
  const bens = ben.source.getToken();
  await settleDown();
  clock.advance(400);
  refresh({ Authorization: "Bearer ada" });
  await adas;
  await until(() => ben.answers.length);
  ben.answer();
  expect(await bens).toBe("at_of_ben");
});

test.for([
  {
    what: "locks",
    deny: () =>
      vi.stubGlobal("navigator", {
        get locks() {
          throw new DOMException("no", "SecurityError");
        },
      }),
  },
  {
    what: "channels",
    deny: () =>
      vi.stubGlobal(
        "BroadcastChannel",
        class {
          constructor() {
            throw new DOMException("no", "SecurityError");
          }
        },
      ),
  },
])(
  "a browser that denies $what keeps no token from a page",
  async ({ deny }) => {
    deny();
    const { source } = createPage();
    expect(await source.getToken()).toMatch(/^at_/);
  },
);

test("tabs that ask at once share one request", async () => {
  stopClock();
  const tabs = [openTab("ada"), openTab("ada"), openTab("ada")] as const;
  const given = tabs.map(({ source }) => source.getToken());
  await until(() => tabs[0].answers.length);
  tabs[0].answer();
  expect(new Set(await Promise.all(given))).toEqual(new Set(["at_of_ada"]));
  expect(tabs.flatMap(({ asked }) => asked)).toHaveLength(1);
});

test("if the tab that asks fails, the next one asks", async () => {
  const [first, second] = [openTab("ada"), openTab("ada")];
  const failing = first.source.getToken();
  const waiting = second.source.getToken();
  await until(() => first.answers.length);
  first.fail();
  await expect(failing).rejects.toMatchObject({ name: "TokenEndpointError" });
  await until(() => second.answers.length);
  second.answer();
  expect(await waiting).toBe("at_of_ada");
});

test.for([5_000, 1])(
  "an answer that was asked for %i ms before a tab's own time may be another user's, and is left alone",
  async (earlier) => {
    const clock = stopClock();
    const [before, after] = [openTab("ada"), openTab("ben")];
    const early = before.source.getToken();
    await until(() => before.answers.length);
    clock.advance(earlier); // Ada signs out meanwhile, and Ben signs in
    const late = after.source.getToken();
    await settleDown();
    before.answer();
    expect(await early).toBe("at_of_ada");
    await until(() => after.answers.length);
    after.answer();
    expect(await late).toBe("at_of_ben");
  },
);

test("a tab that has its token takes none from the others", async () => {
  const clock = stopClock();
  const [ada, ben] = [openTab("ada"), openTab("ben")];
  const first = ada.source.getToken();
  await until(() => ada.answers.length);
  ada.answer();
  await first;
  clock.advance(1);
  const second = ben.source.getToken();
  await until(() => ben.answers.length);
  ben.answer();
  expect(await second).toBe("at_of_ben");
  await settleDown();
  expect(await ada.source.getToken()).toBe("at_of_ada");
});

test("tabs whose token was refused share the one that takes its place", async () => {
  stopClock();
  const tabs = [createPage(), createPage()] as const;
  const [token] = await Promise.all(
    tabs.map(({ source }) => source.getToken()),
  );
  for (const { revoked } of tabs) revoked.add(token as string);
  const url = "https://api.melio.com/v1/bills";
  const responses = await Promise.all(
    tabs.map(({ source }) => source.fetch(url)),
  );
  expect(responses.map(({ status }) => status)).toEqual([200, 200]);
  expect(tabs.flatMap(({ asked }) => asked)).toHaveLength(2);
  const sent = tabs.map(({ called }) =>
    called[1]?.headers.get("Authorization"),
  );
  expect(sent[0]).toBe(sent[1]);
});

test.for(["navigator", "BroadcastChannel"])(
  "without %s each tab asks for itself",
  async (missing) => {
    vi.stubGlobal(missing, undefined);
    const tabs = [createPage(), createPage()];
    await Promise.all(tabs.map(({ source }) => source.getToken()));
    expect(tabs.flatMap(({ asked }) => asked)).toHaveLength(2);
  },
);

test("a sign-out forgets the token, and what is under way for it, in all tabs", async () => {
  const clock = stopClock();
  const [one, other] = [openTab("ada"), openTab("ada")];
  const first = one.source.getToken();
  await until(() => one.answers.length);
  one.answer();
  await first;
  clock.advance(1);
  const second = other.source.getToken();
  await until(() => other.answers.length);
  one.source.clear();
  await expect(second).rejects.toMatchObject({ name: "AbortError" });
  other.answer(); // too late
  for (const tab of [one, other]) {
    clock.advance(1);
    const asked = tab.asked.length;
    const next = tab.source.getToken();
    await until(() => tab.asked.length > asked);
    while (tab.answers.length > 0) tab.answer();
    await next;
  }
});

test.for([
  {
    what: "that is held for ever, as by a tab with alert() open",
    request: () => new Promise(() => {}),
  },
  {
    what: "that the browser refuses",
    request: () => Promise.reject(new DOMException("no", "SecurityError")),
  },
  {
    what: "that the browser refuses at once",
    request: () => {
      throw new DOMException("no", "SecurityError");
    },
  },
])("a lock $what keeps no token from a page", async ({ request }) => {
  vi.stubGlobal("navigator", { locks: { request: honouring(request) } });
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const { source, asked } = createPage();
    const token = source.getToken();
    await settleDown();
    vi.advanceTimersByTime(2_500);
    expect(await token).toMatch(/^at_/);
    expect(asked).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

/** A request for a lock that ends when its signal aborts, as a browser's does. */
const honouring =
  (request: () => Promise<unknown>) =>
  (_: string, { signal }: { signal: AbortSignal }) => {
    const asked = request();
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
      asked.then(resolve, reject);
    });
  };

test("tabs on an endpoint that hangs all fail in the page's own time", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const tabs = Array.from({ length: 5 }, () => openTab("ada"));
    const given = tabs.map(({ source }) => source.getToken());
    const ends = given.map((token) =>
      expect(token).rejects.toMatchObject({ name: "TimeoutError" }),
    );
    for (let passed = 0; passed < 10_000; passed += 500) {
      await settleDown();
      vi.advanceTimersByTime(500);
    }
    await Promise.all(ends);
  } finally {
    vi.useRealTimers();
  }
});
