import { startMockServer } from "@melio-platform/mock-server";
import { median } from "../statistics.js";

/** @returns {Promise<number>} milliseconds for one more server in a process that has had one */
export async function measureWarmStart() {
  await (await startMockServer()).close();
  const times = [];
  for (let round = 0; round < 50; round += 1) {
    const started = performance.now();
    const mock = await startMockServer();
    times.push(performance.now() - started);
    await mock.close();
  }
  return median(times);
}
