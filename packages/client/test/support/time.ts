import { once } from "node:events";
import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
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

/**
 * Ends when two requests have been answered, one after the other, that are sent to another server from now on: by then
 * whatever the client was about to send has arrived as well.
 */
export async function settleDown() {
  const server = createServer((_, response) => response.end());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  for (let i = 0; i < 2; i++) {
    const request = get({ host: "127.0.0.1", port, agent: false });
    const [response] = await once(request, "response");
    await once(response.resume(), "close");
  }
  await promisify(server.close.bind(server))();
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
