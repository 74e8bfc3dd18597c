import { hash, randomBytes } from "node:crypto";
import {
  type ContractResponse,
  errorResponse,
  type Fault,
  type FaultCount,
  type RandomFault,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { codeFor } from "./contract-check.js";

/** The faults that wait for their request. */
export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes a request, if any; it is counted. */
  take(request: StruckRequest): Fault | undefined;
  /** Whether a fault waits for a request of this path, whatever the description has there. */
  waitsAt(path: string): boolean;
  /** Every fault since the last reset, in the order in which they were asked for. */
  counts(): FaultCount[];
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
  struck: number;
  left: number;
}

/** How many spent faults are kept for `counts`; the oldest go first. */
const rememberedFaults = 1_000;

/**
 * @param random - Faults that strike at random, after those asked for have had their turn.
 * @param seed - Makes chance reproducible.
 */
export function createFaults(
  random: readonly RandomFault[],
  seed: string | undefined,
): Faults {
  let entries: Entry[] = [];
  let next = createRandom(seed);

  return {
    add(fault) {
      entries.push({ fault, struck: 0, left: fault.times ?? 1 });
      if (entries.length > rememberedFaults) {
        const spent = entries.findIndex(({ left }) => left === 0);
        if (spent >= 0) entries.splice(spent, 1);
      }
    },
    waitsAt: (path) =>
      entries.some(({ fault, left }) => left > 0 && fault.path === path),
    take({ account, apiKey, path, isOperation }) {
      const entry = entries.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.path === undefined ? isOperation() : fault.path === path) &&
          (fault.account === undefined || fault.account === account) &&
          (fault.apiKey === undefined || fault.apiKey === apiKey),
      );
      if (entry !== undefined) {
        entry.struck += 1;
        entry.left -= 1;
        return entry.fault;
      }
      if (random.length === 0 || !isOperation()) return undefined;
      let chance = next();
      for (const { status, rate } of random) {
        if (chance < rate) return { status };
        chance -= rate;
      }
      return undefined;
    },
    counts: () => entries.map((entry) => ({ ...entry })),
    reset() {
      entries = [];
      next = createRandom(seed);
    },
  };
}

/** Whether a request with this fault is processed before its answer is spoiled. */
export function isProcessed(fault: Fault): boolean {
  return (
    fault.processed ??
    !(
      fault.status !== undefined ||
      fault.reset === true ||
      fault.html === true ||
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
}: Fault): boolean {
  return [delay, truncate, malformed, slowBody, contentType].some(
    (value) => value !== undefined && value !== false,
  );
}

/** The answer of a fault whose request is not processed, before it is spoiled further. */
export function faultResponse(
  fault: Fault,
  contract: Contract,
): ContractResponse {
  const status = fault.status ?? (fault.html ? 502 : 500);
  return errorResponse(status, {
    code: codeFor(contract, status),
    message: `This ${status} was asked of the mock server.`,
  });
}

/**
 * A source of numbers from 0 up to 1 that belongs to one server; Node's own cannot be seeded, and
 * Prism's seed is shared by the whole process.
 *
 * @param seed - The same seed gives the same numbers.
 */
export function createRandom(seed: string | undefined): () => number {
  const start = seed ?? randomBytes(16).toString("hex");
  let drawn = 0;
  return () => {
    drawn += 1;
    return (
      hash("sha256", `${start}:${drawn}`, "buffer").readUInt32BE() / 2 ** 32
    );
  };
}
