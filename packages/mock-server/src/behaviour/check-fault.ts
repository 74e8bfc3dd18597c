import { MockServerConfigError } from "../config-error.js";
import type { Fault, Stub } from "../messages.js";

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
    (value) => Number.isInteger(value) && inRange(value, 200, 599),
    "a status, 200 to 599",
  ],
  body: [isJson, "a text, or what JSON can say"],
  headers: [
    areHeaders,
    'names and values of headers, for example { "Location": "https://example.com/" }; the framing, Content-Length and Transfer-Encoding, is the server\'s own',
  ],
  code: [text, "the code of an error"],
  message: [text, "the message of an error"],
  retryAfter: [
    (value) =>
      (typeof value === "string" && httpDate.test(value)) ||
      (Number.isInteger(value) && inRange(value, 0, Number.MAX_SAFE_INTEGER)),
    'whole seconds as a number, or an HTTP date as a string, for example "Wed, 14 May 2031 09:15:30 GMT"',
  ],
  delay: [
    (value) =>
      milliseconds(value) ||
      (Array.isArray(value) &&
        value.length === 2 &&
        value.every(milliseconds) &&
        value[0] <= value[1]),
    `milliseconds, 0 to ${longestDelay}, or a range of them, for example [100, 500]`,
  ],
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
  after: [
    (value) => Number.isInteger(value) && inRange(value, 0, 1_000_000),
    "a whole number from 0 to 1,000,000",
  ],
  share: [(value) => inRange(value, 0, 1), "a number from 0 to 1"],
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
  checkTogether(fault as Fault);
}

/** Of two that contradict each other, one would be ignored without a word. */
const contradictions: readonly (readonly [keyof Fault, (keyof Fault)[]])[] = [
  [
    "reset",
    [
      ...([
        "status",
        "body",
        "headers",
        "code",
        "message",
        "retryAfter",
      ] as const),
      ...([
        "truncate",
        "malformed",
        "slowBody",
        "contentType",
        "html",
      ] as const),
    ],
  ],
  ["html", ["body", "code", "message", "malformed", "contentType"]],
  ["body", ["code", "message", "malformed"]],
  ["truncate", ["slowBody"]],
];

function checkTogether(fault: Fault): void {
  const isSet = (name: keyof Fault) =>
    fault[name] !== undefined && fault[name] !== false;
  for (const [name, others] of contradictions) {
    const other = others.find(isSet);
    if (isSet(name) && other !== undefined) refuseBoth(name, other);
  }
  const { status = 500, headers = {} } = fault;
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (fault.contentType !== undefined && names.includes("content-type"))
    refuseBoth("contentType", "headers.content-type");
  if (fault.retryAfter !== undefined && names.includes("retry-after"))
    refuseBoth("retryAfter", "headers.retry-after");
  if ((status === 204 || status === 304) && isSet("body") && fault.body !== "")
    refuseBoth(`status ${status}`, "body");
  if (status < 400) {
    const ofErrors = (["code", "message"] as const).find(isSet);
    if (ofErrors !== undefined) refuseBoth(`status ${status}`, ofErrors);
  }
}

function refuseBoth(one: string, other: string): never {
  throw new MockServerConfigError(
    `The fault's "${one}" and "${other}" contradict each other. Expected one of them.`,
  );
}

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function areHeaders(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(
      ([name, content]) =>
        token.test(name) &&
        !/^(content-length|transfer-encoding|connection)$/i.test(name) &&
        typeof content === "string" &&
        /^([!-~]([ -~]*[!-~])?)?$/.test(content),
    )
  );
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const stubChecks: Record<keyof Stub, [Check, string]> = {
  method: [
    (value) => typeof value === "string" && /^[A-Z]+$/.test(value),
    "a method in upper case",
  ],
  path: [
    (value) => typeof value === "string" && /^\/[^?#]*$/.test(value),
    'a path with the base path and without a query, for example "/v1/vendors/{id}"',
  ],
  status: checks.status,
  body: checks.body,
  headers: checks.headers,
  auth: [
    (value) => value === "bearer" || value === "none",
    '"bearer" or "none"',
  ],
};

/** @throws {@link MockServerConfigError} if the stub cannot be used. */
export function checkStub(stub: Stub): Stub {
  for (const [name, value] of Object.entries(stub)) {
    const check = stubChecks[name as keyof Stub];
    if (check === undefined) {
      throw new MockServerConfigError(
        `A stub has no "${name}". Expected some of: ${Object.keys(stubChecks).join(", ")}.`,
      );
    }
    const [accepts, expected] = check;
    if (value !== undefined && !accepts(value)) {
      throw new MockServerConfigError(
        `The stub's "${name}" cannot be used. Expected ${expected}.`,
      );
    }
  }
  return stub;
}

function inRange(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
