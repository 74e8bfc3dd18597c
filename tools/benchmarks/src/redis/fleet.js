import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { moveClock } from "./moved-clock.js";
import { startRedis } from "./redis-server.js";
import { startUpstream } from "./upstream.js";

/**
 * @typedef {import("./backend.js").Order} Order
 * @typedef {import("./backend.js").Report} Report
 * @typedef {Awaited<ReturnType<typeof startFleet>>} Fleet
 */

const processes = 8;

/**
 * Backends that share a Redis, each a process of its own, with a clock that they move on together.
 *
 * @param {number} lifetime of a token, in milliseconds
 */
export async function startFleet(lifetime) {
  const redis = startRedis();
  const upstream = await startUpstream(lifetime);
  const backends = await Promise.all(
    Array.from({ length: processes }, async () => {
      const child = fork(
        fileURLToPath(new URL("backend.js", import.meta.url)),
        [redis.socket, upstream.baseUrl],
      );
      await once(child, "message");
      return child;
    }),
  );
  let offset = 0;

  return {
    processes,
    redis,
    upstream: upstream.state,
    /** @param {number} milliseconds */
    moveOn(milliseconds) {
      offset += milliseconds;
      moveClock(offset);
    },
    /**
     * Has all processes do something, and waits until all is done.
     *
     * @param {(index: number) => Partial<Order>} orderOf the process of this number
     * @returns {Promise<Report[]>}
     */
    command: (orderOf) =>
      Promise.all(
        backends.map(async (child, index) => {
          const answer = once(child, "message");
          child.send({
            offset,
            key: upstream.state.key,
            get: [],
            invalidate: [],
            ...orderOf(index),
          });
          return (await answer)[0];
        }),
      ),
    async stop() {
      for (const child of backends) child.disconnect();
      upstream.stop();
      await redis.stop();
    },
  };
}
