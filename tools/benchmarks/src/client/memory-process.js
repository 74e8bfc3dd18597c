// Mints tokens with one client and one signal, and tells the size of the heap every now and then.
import { setTimeout } from "node:timers/promises";
import { createMelioClient } from "@melio-platform/client";
import { account, apiKey } from "./token-call.js";

const calls = 100_000;
const callsPerCheckpoint = 10_000;
const callsAtOnce = 10;

const baseUrl = process.argv[2];
const client = createMelioClient({ apiKey, baseUrl });
const { signal } = new AbortController();
const mint = () =>
  client.auth.createToken({ melioAccount: account }, { signal });

/** @type {import("../client.js").Checkpoint[]} */
const checkpoints = [];
for (let call = callsAtOnce; call <= calls; call += callsAtOnce) {
  await Promise.all(Array.from({ length: callsAtOnce }, mint));
  if (call % callsPerCheckpoint === 0)
    checkpoints.push({ calls: call, heap: await heapAfterCollection() });
}
process.send?.(checkpoints);

async function heapAfterCollection() {
  if (!globalThis.gc) throw new Error("Start Node with --expose-gc");
  // The first collection lets finalizers run, which takes turns of the event loop; the second one
  // takes what they have freed.
  globalThis.gc();
  await setTimeout(50);
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
