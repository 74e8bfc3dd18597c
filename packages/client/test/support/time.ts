import { onTestFinished, vi } from "vitest";

/** Stops the clock and the timers until the test is over; sockets go on. */
export function stopTime() {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "Date", "performance"],
  });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

/** Makes every wait between attempts last the given share of its bound, 0 to 1. */
export function fixJitter(share: number) {
  const random = vi.spyOn(Math, "random").mockReturnValue(share);
  onTestFinished(() => {
    random.mockRestore();
  });
}

/** Lets sockets and promises go on until the condition holds. */
export async function until(condition: () => unknown) {
  while (!condition()) await turn();
}

/** Lets what is ready on sockets and in promises happen: more turns than a loopback call takes. */
export async function settleDown() {
  for (let i = 0; i < 50; i++) await turn();
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
