import { MockServerConfigError } from "../config-error.js";
import type { Fault } from "../messages.js";

type Check = (value: unknown) => boolean;

const flag: Check = (value) => typeof value === "boolean";
const text: Check = (value) => typeof value === "string" && value !== "";
/** The longest time that a timer of Node's can wait. */
const longestDelay = 2 ** 31 - 1;
const milliseconds: Check = (value) => inRange(value, 0, longestDelay);

// control.openapi.yaml says the same of both.
/** RFC 9110, section 5.6.7: the form that a server sends. */
const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
/** No line break and no other byte that a header cannot have; a wrong media type is a fault too. */
const mediaType = /^[!-~]([ -~]*[!-~])?$/;

const checks: Record<keyof Fault, [Check, string]> = {
  status: [
    (value) => Number.isInteger(value) && inRange(value, 400, 599),
    "the status of an error, 400 to 599",
  ],
  retryAfter: [
    (value) =>
      (typeof value === "string" && httpDate.test(value)) ||
      (Number.isInteger(value) && inRange(value, 0, Number.MAX_SAFE_INTEGER)),
    'whole seconds as a number, or an HTTP date as a string, for example "Wed, 14 May 2031 09:15:30 GMT"',
  ],
  delay: [milliseconds, `milliseconds, 0 to ${longestDelay}`],
  reset: [flag, "true or false"],
  truncate: [flag, "true or false"],
  malformed: [flag, "true or false"],
  slowBody: [milliseconds, `milliseconds, 0 to ${longestDelay}`],
  contentType: [
    (value) => typeof value === "string" && mediaType.test(value),
    'a media type, for example "text/plain; charset=utf-8"',
  ],
  html: [flag, "true or false"],
  processed: [flag, "true or false"],
  times: [
    (value) => Number.isInteger(value) && inRange(value, 1, 1_000_000),
    "a whole number from 1 to 1,000,000",
  ],
  account: [text, "the ID of an Account"],
  apiKey: [text, "an API key without a prefix"],
  path: [
    (value) => typeof value === "string" && /^\/[^?#]*$/.test(value),
    'a path with the base path and without a query, for example "/v1/auth/token"',
  ],
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
