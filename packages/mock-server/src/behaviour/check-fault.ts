import { MockServerConfigError } from "../config-error.js";
import type { Fault } from "./faults.js";

type Check = (value: unknown) => boolean;

const flag: Check = (value) => typeof value === "boolean";
const text: Check = (value) => typeof value === "string" && value !== "";
/** The longest time that a timer of Node's can wait. */
const longestDelay = 2 ** 31 - 1;
const milliseconds: Check = (value) => inRange(value, 0, longestDelay);

const checks: Record<keyof Fault, [Check, string]> = {
  status: [
    (value) => Number.isInteger(value) && inRange(value, 200, 599),
    "a status from 200 to 599",
  ],
  retryAfter: [
    (value) =>
      text(value) ||
      (Number.isInteger(value) && inRange(value, 0, Number.MAX_SAFE_INTEGER)),
    "whole seconds, or an HTTP date as a string",
  ],
  delay: [milliseconds, `milliseconds, 0 to ${longestDelay}`],
  reset: [flag, "true or false"],
  truncate: [flag, "true or false"],
  malformed: [flag, "true or false"],
  slowBody: [milliseconds, `milliseconds, 0 to ${longestDelay}`],
  contentType: [text, "a media type"],
  html: [flag, "true or false"],
  processed: [flag, "true or false"],
  times: [
    (value) => Number.isInteger(value) && inRange(value, 1, 1_000_000),
    "a whole number from 1 to 1,000,000",
  ],
  account: [text, "the ID of an Account"],
  apiKey: [text, "an API key without a prefix"],
};

/**
 * A fault may come from a program in another language, where no types guard it.
 *
 * @throws {@link MockServerConfigError} if it cannot be used.
 */
export function checkFault(fault: unknown): asserts fault is Fault {
  if (typeof fault !== "object" || fault === null || Array.isArray(fault)) {
    throw new MockServerConfigError(
      'A fault is an object, for example { "status": 503 }.',
    );
  }
  for (const [name, value] of Object.entries(fault)) {
    const check = checks[name as keyof Fault];
    if (check === undefined) {
      throw new MockServerConfigError(
        `A fault has no "${name}". Expected some of: ${Object.keys(checks).join(", ")}.`,
      );
    }
    const [accepts, expected] = check;
    if (value !== undefined && !accepts(value)) {
      throw new MockServerConfigError(
        `The fault's "${name}" cannot be used. Expected ${expected}.`,
      );
    }
  }
}

function inRange(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
