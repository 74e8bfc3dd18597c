// Sends what is and what is not HTTP over sockets to a mock server, for as long as it is told, and closes it at the
// end. Fails if the server does not answer a good request afterwards, does not close, or keeps memory.
//
//   node --expose-gc fuzz/fuzz.js [seconds, 120 by default]
import { connect } from "node:net";
import { startMockServer } from "@melio-platform/mock-server";
import { createRandom } from "./random.js";

const seconds = Number(process.argv[2] ?? 120);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32);
/** How much more memory the second half may keep than the first, in MB: many times what one request in ten would. */
const allowance = 8;
/** In milliseconds; what has not happened by then hangs. */
const patience = 30_000;

const pieces = [
  "POST /v1/auth/token HTTP/1.1\r\n",
  "POST http://api.melio.com/v1/auth/token HTTP/1.1\r\n",
  "GET /__mock/health HTTP/1.1\r\n",
  "GET /__mock/events HTTP/1.1\r\n",
  "HEAD / HTTP/1.0\r\n",
  "Host: localhost\r\n",
  "Host: x\r\n",
  "API-Key: k\r\n",
  "Content-Length: 5\r\n",
  "Transfer-Encoding: chunked\r\n",
  "Expect: 100-continue\r\n",
  "Connection: keep-alive\r\n",
  "Upgrade: h2c\r\n",
  "\r\n",
  "5\r\nabcde\r\n",
  "0\r\n\r\n",
  `X: ${"x".repeat(20_000)}\r\n`,
];
const faults = [
  { reset: true },
  { truncate: true },
  { slowBody: 5 },
  { delay: 5 },
  { html: true },
  { body: "x".repeat(100_000) },
];

if (globalThis.gc === undefined) fail("Run it with node --expose-gc.");
console.log(`${seconds} s of sockets, seed ${seed}`);
const random = createRandom(seed);
const mock = await startMockServer({ apiKeys: ["k"] });
const port = Number(new URL(mock.url).port);
/** @type {Set<import("node:net").Socket>} */
const open = new Set();
let sent = 0;
/** @type {{ share: number, megabytes: number }[]} */
const memory = [];
const start = performance.now();
for (let share = 0; share < 1; ) {
  for (let round = 0; round < 500; round++) await sendOne();
  share = (performance.now() - start) / 1000 / seconds;
  memory.push({ share, megabytes: await heldMemory() });
}

// None waits for the good request.
mock.clearFaults();
const answer = await within(
  fetch(`${mock.baseUrl}/auth/token`, {
    method: "POST",
    headers: { "API-Key": "k", "Idempotency-Key": "the-last" },
  }),
  "a good request after it",
);
if (answer.status !== 200)
  fail(`A good request was answered ${answer.status}.`);
const defects = mock.requests({ outcome: "defect" });
if (defects.length > 0) fail(`Defects: ${JSON.stringify(defects[0])}`);
// Some sockets stay open, with half a request on them.
for (let round = 0; round < 50; round++) await sendOne(true);
await within(mock.close(), "close()");

// In the first quarter caches and journal fill.
const middle = peak(0.25, 0.625);
const end = peak(0.625, Number.POSITIVE_INFINITY);
console.log(
  `${sent} connections; memory held: ${middle} MB in the first half after a quarter, ${end} MB in the second; closed`,
);
if (end - middle > allowance) fail("The memory grows.");

async function sendOne(stays = random() < 0.1) {
  if (random() < 0.05) {
    mock.clearFaults();
    mock.failNext(random.of(faults));
  }
  const socket = connect(port, "127.0.0.1");
  open.add(socket);
  socket.on("close", () => open.delete(socket));
  socket.on("error", () => {});
  socket.resume();
  let text = "";
  // One in three is sound as far as it goes, so that what lies behind the parser is reached.
  if (random() < 0.3)
    text = `POST /v1/auth/token HTTP/1.1\r\nHost: localhost\r\nAPI-Key: k\r\nIdempotency-Key: ${sent}\r\n`;
  const count = Math.floor(random() * 12);
  for (let piece = 0; piece < count; piece++)
    text += random() < 0.9 ? random.of(pieces) : random.bytes();
  sent++;
  await new Promise((resolve) => socket.write(text, "latin1", resolve));
  if (!stays) socket.destroy();
  if (open.size > 200) for (const old of open) old.destroy();
}

/** Of the heap and outside of it, after the collection of garbage, in MB. */
async function heldMemory() {
  for (const socket of open) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round(((heapUsed + external) / 2 ** 20) * 10) / 10;
}

/**
 * @param {number} from
 * @param {number} to
 */
function peak(from, to) {
  return Math.max(
    ...memory
      .filter(({ share }) => share >= from && share < to)
      .map(({ megabytes }) => megabytes),
  );
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {string} what
 * @returns {Promise<T>}
 */
function within(promise, what) {
  const timer = setTimeout(() => fail(`Hangs: ${what}.`), patience);
  return promise.finally(() => clearTimeout(timer));
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}
