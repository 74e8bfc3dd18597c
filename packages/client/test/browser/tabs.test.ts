import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hour, stopClock } from "../cache/support.js";
import { settleDown, until } from "../support/time.js";
import { createPage } from "./support.js";

/** Web Locks as a browser has them, for what is asked of them here. */
function createLocks() {
  const queues = new Map<string, Promise<unknown>>();
  return {
    request: <T>(name: string, hold: () => Promise<T>): Promise<T> => {
      const turn = (queues.get(name) ?? Promise.resolve()).then(hold);
      queues.set(
        name,
        turn.catch(() => {}),
      );
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

test("tabs that ask at once share one request", async () => {
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

test("an answer that was asked for before a tab's own time may be another user's, and is left alone", async () => {
  const clock = stopClock();
  const [before, after] = [openTab("ada"), openTab("ben")];
  const early = before.source.getToken();
  await until(() => before.answers.length);
  clock.advance(5_000); // Ada signs out meanwhile, and Ben signs in
  const late = after.source.getToken();
  await settleDown();
  before.answer();
  expect(await early).toBe("at_of_ada");
  await until(() => after.answers.length);
  after.answer();
  expect(await late).toBe("at_of_ben");
});

test("a tab that has its token takes none from the others", async () => {
  const [ada, ben] = [openTab("ada"), openTab("ben")];
  const first = ada.source.getToken();
  await until(() => ada.answers.length);
  ada.answer();
  await first;
  const second = ben.source.getToken();
  await until(() => ben.answers.length);
  ben.answer();
  expect(await second).toBe("at_of_ben");
  await settleDown();
  expect(await ada.source.getToken()).toBe("at_of_ada");
});

test("tabs whose token was refused share the one that takes its place", async () => {
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
