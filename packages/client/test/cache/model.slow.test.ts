import type { MelioClient } from "@melio-platform/client";
import { createMelioClient } from "@melio-platform/client";
import {
  createTokenCache,
  type TokenStore,
} from "@melio-platform/client/cache";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

// Several processes share one store. Its answers and writes arrive in any order that the scheduler finds, it is
// away now and then, and loses what it has. What must hold all the time: a `get` that begins after an
// `invalidate` resolved gives no token that was minted before that.

/** A store whose every operation waits for the scheduler; what it does, it does at that moment. */
function createSimulatedStore(scheduler: fc.Scheduler) {
  const entries = new Map<string, string>();
  const state = { isAway: false, losesAnswers: false, failedAt: -1e9 };
  const fail = (message: string): never => {
    state.failedAt = Date.now();
    throw new Error(message);
  };
  const operate = async <T>(name: string, run: () => T): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), name);
    if (state.isAway) fail("away");
    const result = run();
    // The answer takes its time as well.
    await scheduler.schedule(Promise.resolve(), `${name}, answered`);
    if (state.losesAnswers) fail("connection lost");
    return result;
  };
  const store = {
    get: (key: string) => operate("get", () => entries.get(key)),
    set: (key: string, value: string) =>
      operate("set", () => void entries.set(key, value)),
    setIfAbsent: (key: string, value: string) =>
      operate("set if absent", () => {
        if (entries.has(key)) return false;
        entries.set(key, value);
        return true;
      }),
    deleteIfEqual: (key: string, value: string) =>
      operate("delete if equal", () => {
        if (entries.get(key) === value) entries.delete(key);
      }),
  };
  return { entries, state, store };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

type Step =
  | { does: "get"; process: number; account: string }
  | { does: "invalidate"; process: number; account: string }
  | { does: "invalidateAll"; process: number }
  | { does: "leave" | "return" | "forget" | "drop answers" | "keep answers" };

const process = fc.nat({ max: 2 });
const account = fc.constantFrom("acc_1", "acc_2");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant("get"), process, account }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant("invalidate"), process, account }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant("invalidateAll"), process }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constantFrom(
        ...([
          "leave",
          "return",
          "forget",
          "drop answers",
          "keep answers",
        ] as const),
      ),
    }),
  },
) as fc.Arbitrary<Step>;

interface Run {
  scheduler: fc.Scheduler;
  steps: Step[];
  trustMemoryFor: number;
  canLock: boolean;
}

/** Runs the steps in all processes, and gives what went wrong. */
async function violations({
  scheduler,
  steps,
  trustMemoryFor,
  canLock,
}: Run): Promise<string[]> {
  const { entries, state, store } = createSimulatedStore(scheduler);
  const { setIfAbsent: _, deleteIfEqual: __, ...plain } = store;
  let time = 0;
  /** When each token was minted; those of a mint are from its beginning, which is the worst. */
  const mintedAt = new Map<string, number>();
  const identity = createMelioClient({ apiKey: "sk_of_the_model" });
  const melio = {
    http: identity.http,
    auth: {
      async createToken() {
        const began = ++time;
        await scheduler.schedule(Promise.resolve(), "mint");
        const accessToken = `at_${began}`;
        mintedAt.set(accessToken, began);
        const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
        return { accessToken, refreshToken: "rt", expiresAt };
      },
    },
  } as unknown as MelioClient;
  const caches = [0, 1, 2].map(() =>
    createTokenCache({
      melio,
      store: (canLock ? store : plain) as TokenStore,
      trustMemoryFor,
    }),
  );
  const invalidatedAt = new Map<string, number>();
  const found: string[] = [];
  const running: Promise<unknown>[] = [];

  async function get(index: number, account: string) {
    // Trusted memory may lag behind in the other processes, but not in the one that invalidated.
    const least =
      (invalidatedAt.get(account) ?? 0) * Number(trustMemoryFor === 0);
    const own = invalidatedAt.get(`${index} ${account}`) ?? 0;
    const began = Date.now();
    const given = await caches[index]?.get(account).catch(() => undefined);
    const minted = mintedAt.get(given?.accessToken ?? "");
    // A process that is cut off from the store does not hear of the others.
    const isCutOff = state.failedAt > began - 5_000;
    if (
      given &&
      minted !== undefined &&
      minted < (isCutOff ? own : Math.max(least, own))
    )
      found.push(`process ${index} gave ${given.accessToken}`);
  }
  async function invalidate(index: number, account?: string) {
    const accounts = account ? [account] : ["acc_1", "acc_2"];
    const began = ++time;
    const cache = caches[index];
    const done = account ? cache?.invalidate(account) : cache?.invalidateAll();
    // At once in its own process, confirmed or not.
    for (const id of accounts) invalidatedAt.set(`${index} ${id}`, began);
    const isConfirmed = await done?.then(
      () => true,
      () => false,
    );
    if (isConfirmed)
      for (const id of accounts)
        invalidatedAt.set(id, Math.max(began, invalidatedAt.get(id) ?? 0));
  }

  const take = (step: Step) => {
    if (step.does === "get") return get(step.process, step.account);
    if (step.does === "invalidate")
      return invalidate(step.process, step.account);
    if (step.does === "invalidateAll") return invalidate(step.process);
    if (step.does === "leave") state.isAway = true;
    if (step.does === "return") state.isAway = false;
    if (step.does === "drop answers") state.losesAnswers = true;
    if (step.does === "keep answers") state.losesAnswers = false;
    if (step.does === "forget") entries.clear();
    return afterAWhile();
  };
  /** What is under way takes too long, and then the store has been left alone for long enough. */
  async function afterAWhile() {
    state.failedAt = Date.now() + 2_000;
    vi.advanceTimersByTime(2_000);
    await turn();
    vi.advanceTimersByTime(6_000);
  }
  /** Lets all that goes on come to its end, in the order that the scheduler finds. */
  async function settle(isDone: () => boolean) {
    while (!isDone()) {
      await turn(); // what waits for no store goes on
      if (scheduler.count() > 0) await scheduler.waitOne();
      else if (!isDone()) vi.advanceTimersByTime(100);
    }
  }
  const pump = async (work: Promise<unknown>) => {
    let isDone = false;
    work.finally(() => {
      isDone = true;
    });
    while (!isDone) {
      await turn();
      if (scheduler.count() > 0) await scheduler.waitOne();
    }
  };
  const settled = async (work: Promise<unknown>) => {
    let isDone = false;
    work.finally(() => {
      isDone = true;
    });
    await settle(() => isDone);
  };
  // Every process has heard the time, and has a token of each Account. In turn, so that none waits for a lock
  // in real time.
  for (const index of [0, 1, 2])
    await pump(Promise.all([get(index, "acc_1"), get(index, "acc_2")]));
  vi.useFakeTimers({
    toFake: ["Date", "performance", "setTimeout", "clearTimeout"],
  });
  try {
    // The steps begin among the answers of the store.
    const begun = scheduler.scheduleSequence(
      steps.map((step) => ({
        label: step.does,
        builder: async () => {
          const work = take(step);
          if ("process" in step) running.push(work);
          else await work;
        },
      })),
    );
    await settle(() => begun.done);
    await settled(Promise.all(running));
    // And at the end all is well again.
    state.isAway = false;
    state.losesAnswers = false;
    vi.advanceTimersByTime(6_000);
    await settled(Promise.all([get(0, "acc_1"), get(1, "acc_1")]));
  } finally {
    vi.useRealTimers();
  }
  return found;
}

test.for([
  { trustMemoryFor: 0, canLock: false },
  { trustMemoryFor: 0, canLock: true },
  { trustMemoryFor: 60_000, canLock: false },
])(
  "no get gives what was invalidated before it began: %o",
  async ({ trustMemoryFor, canLock }) => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(step, { minLength: 2, maxLength: 14 }),
        async (scheduler, steps) => {
          const run = { scheduler, steps, trustMemoryFor, canLock };
          expect(await violations(run)).toEqual([]);
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
  },
);
