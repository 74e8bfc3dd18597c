import { hash, randomBytes } from "node:crypto";
import {
  type Answer,
  type ContractResponse,
  errorResponse,
  type Fault,
  type FaultCount,
  type RandomFault,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { codeFor } from "./refusals.js";

/** The faults that wait for their request. */
export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes a request, if any; it is counted. */
  take(request: StruckRequest): Fault | undefined;
  /** Whether a fault waits for a request of this path, whatever the description has there. */
  waitsAt(path: string): boolean;
  /** Every fault since the last reset, in the order in which they were asked for. */
  counts(): FaultCount[];
  /** A number from 0 up to 1, of the seed's sequence. */
  chance(): number;
  /** Forgets the faults that were asked for, and how often they have struck. */
  clear(): void;
  reset(): void;
}

/** What decides which fault strikes a request. */
export interface StruckRequest {
  readonly account: string | undefined;
  readonly apiKey: string | undefined;
  /** With the base path. */
  readonly path: string;
  /** Whether the description has an operation for it; asked only when it matters. */
  isOperation(): boolean;
}

interface Entry {
  readonly fault: Fault;
  /** How many requests still pass before it. */
  ahead: number;
  struck: number;
  left: number;
}

/** How many spent faults are kept for `counts`; the oldest go first. */
const rememberedFaults = 1_000;

/**
 * @param random - From now on, the faults that strike at random, after those asked for have had their turn.
 * @param seed - Makes chance reproducible.
 */
export function createFaults(
  random: () => readonly RandomFault[],
  seed: string | undefined,
): Faults {
  let entries: Entry[] = [];
  let next = createRandom(seed);

  return {
    add(fault) {
      const { after: ahead = 0, times: left = 1 } = fault;
      entries.push({ fault, ahead, struck: 0, left });
      if (entries.length > rememberedFaults) {
        const spent = entries.findIndex(({ left }) => left === 0);
        if (spent >= 0) entries.splice(spent, 1);
      }
    },
    waitsAt: (path) =>
      entries.some(({ fault, left }) => left > 0 && fault.path === path),
    take({ account, apiKey, path, isOperation }) {
      for (const entry of entries) {
        const { fault, left } = entry;
        const isMeant =
          left > 0 &&
          (fault.path === undefined ? isOperation() : fault.path === path) &&
          (fault.account === undefined || fault.account === account) &&
          (fault.apiKey === undefined || fault.apiKey === apiKey);
        if (!isMeant) continue;
        if (entry.ahead > 0) {
          entry.ahead -= 1;
          continue;
        }
        entry.left -= 1;
        if (fault.share !== undefined && next() >= fault.share) continue;
        entry.struck += 1;
        return fault;
      }
      const shares = random();
      if (shares.length === 0 || !isOperation()) return undefined;
      let chance = next();
      for (const { status, rate } of shares) {
        if (chance < rate) return { status };
        chance -= rate;
      }
      return undefined;
    },
    counts: () => entries.map(({ ahead: _, ...count }) => count),
    chance: () => next(),
    clear() {
      entries = [];
    },
    reset() {
      entries = [];
      next = createRandom(seed);
    },
  };
}

/**
 * A source of numbers from 0 up to 1 that belongs to one server; Node's own cannot be seeded, and
 * Prism's seed is shared by the whole process.
 *
 * @param seed - The same seed produces the same numbers.
 */
function createRandom(seed: string | undefined): () => number {
  const start = seed ?? randomBytes(16).toString("hex");
  let drawn = 0;
  return () => {
    drawn += 1;
    return (
      hash("sha256", `${start}:${drawn}`, "buffer").readUInt32BE() / 2 ** 32
    );
  };
}

/** Whether a request with this fault is processed before its answer is spoiled. */
export function isProcessed(fault: Fault): boolean {
  return (
    fault.processed ??
    !(
      replaces(fault) ||
      fault.reset === true ||
      fault.retryAfter !== undefined ||
      !spoils(fault)
    )
  );
}

/** A fault that says only how often or whom it strikes is a plain 500. */
function spoils({
  delay,
  truncate,
  malformed,
  slowBody,
  contentType,
  headers,
}: Fault): boolean {
  return [delay, truncate, malformed, slowBody, contentType, headers].some(
    (value) => value !== undefined && value !== false,
  );
}

/** Whether it has an answer of its own, whatever becomes of the request. */
function replaces({ status, html, body, code, message }: Fault): boolean {
  return (
    html === true ||
    [status, body, code, message].some((value) => value !== undefined)
  );
}

/** The answer with the fault that strikes it, if any. A fault of its own answer replaces it. */
export function withFault(
  answer: Answer,
  fault: Fault | undefined,
  contract: Contract,
): Answer {
  if (fault === undefined) return answer;
  return replaces(fault)
    ? { ...answer, response: faultResponse(fault, contract), fault }
    : { ...answer, fault };
}

/** How long a fault waits, in milliseconds. */
export function delayOf(
  fault: Fault | undefined,
  { chance }: Faults,
): number | undefined {
  const delay = fault?.delay;
  if (delay === undefined || typeof delay === "number") return delay;
  const [least, most] = delay;
  return least + chance() * (most - least);
}

/** The answer of a fault whose request is not processed, before it is spoiled further. */
export function faultResponse(
  fault: Fault,
  contract: Contract,
): ContractResponse {
  const { body } = fault;
  const status =
    fault.status ?? (fault.html ? 502 : body === undefined ? 500 : 200);
  if (body !== undefined)
    return { status, headers: typeOf(body), body: raw(body) };
  if (status < 400 && !fault.html) return { status, headers: {}, body: "" };
  return errorResponse(status, {
    code: fault.code ?? codeFor(contract, status),
    message:
      fault.message ?? `A fault of the mock server returned this ${status}.`,
  });
}

function raw(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function typeOf(body: unknown): Record<string, string> {
  if (body === "") return {};
  return {
    "content-type":
      typeof body === "string"
        ? "text/plain; charset=utf-8"
        : "application/json",
  };
}
