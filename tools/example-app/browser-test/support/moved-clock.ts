import { onTestFinished, vi } from "vitest";

/**
 * Moves the clock of everything that runs in this process: shop, API and mock server. Timers and
 * sockets go on.
 */
export function moveBackendClock(milliseconds: number) {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}
