import { connectionHeaders, type Fault, type Stub } from "../messages.js";
import { MockServerConfigError } from "../options.js";

type Accepts = (value: unknown) => boolean;

/** Which values a property accepts, in code and in words. */
type Check = readonly [accepts: Accepts, expected: string];

const flag: Accepts = (value) => typeof value === "boolean";
const text: Accepts = (value) => typeof value === "string" && value !== "";
/** The longest time that a Node timer can wait. */
const longestDelay = 2 ** 31 - 1;
const milliseconds: Accepts = (value) => inRange(value, 0, longestDelay);

// control.openapi.yaml says the same of both.
/** RFC 9110, section 5.6.7: the form that a server sends. */
const httpDate =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT$/;
/** Only bytes that a header can have. A wrong media type is allowed, because it is a fault too. */
const mediaType = /^[!-~]([ -~]*[!-~])?$/;

const checks: Record<keyof Fault, Check> = {
  status: [
    (value) => Number.isInteger(value) && inRange(value, 200, 599),
    "a status from 200 to 599",
  ],
  body: [isJson, "a string, or any JSON value"],
  headers: [
    areHeaders,
    'an object of header names and values, such as { "Location": "https://example.com/" }, without those of the connection (Content-Length, Transfer-Encoding, Connection, Trailer and the like), which the server sets',
  ],
  code: [text, "a non-empty string, the code of an error"],
  message: [text, "a non-empty string, the message of an error"],
  retryAfter: [
    (value) =>
      (typeof value === "string" && httpDate.test(value)) ||
      (Number.isInteger(value) && inRange(value, 0, Number.MAX_SAFE_INTEGER)),
    'whole seconds as a number, or an HTTP date as a string, such as "Wed, 14 May 2031 09:15:30 GMT"',
  ],
  delay: [
    (value) =>
      milliseconds(value) ||
      (Array.isArray(value) &&
        value.length === 2 &&
        value.every(milliseconds) &&
        value[0] <= value[1]),
    `milliseconds from 0 to ${longestDelay}, or a range of them, such as [100, 500]`,
  ],
  reset: [flag, "true or false"],
  truncate: [flag, "true or false"],
  malformed: [flag, "true or false"],
  slowBody: [milliseconds, `milliseconds from 0 to ${longestDelay}`],
  contentType: [
    (value) => typeof value === "string" && mediaType.test(value),
    'a media type, such as "text/plain; charset=utf-8"',
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
  account: [text, "a non-empty string, the ID of an Account"],
  apiKey: [
    (value) => text(value) && !/\s/.test(String(value)),
    'a non-empty string, an API key without a prefix such as "Bearer"',
  ],
  path: [
    (value) => typeof value === "string" && /^\/[^?#]*$/.test(value),
    'a path with the base path and without a query, such as "/v1/auth/token"',
  ],
};

/**
 * Checks a fault, which may come from JavaScript or over HTTP, without a compiler.
 *
 * @throws {@link MockServerConfigError} if the fault is invalid.
 */
export function checkFault(fault: unknown): Fault {
  if (typeof fault !== "object" || fault === null || Array.isArray(fault)) {
    throw new MockServerConfigError(
      'Expected a fault as an object, such as { "status": 503 }.',
    );
  }
  checkProperties("fault", fault, checks);
  checkTogether(fault as Fault);
  return snapshotOf(fault as Fault);
}

/** @throws {@link MockServerConfigError} if a property is unknown or its value is invalid. */
function checkProperties(
  kind: "fault" | "stub",
  given: object,
  checks: Readonly<Record<string, Check>>,
): void {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) {
      throw new MockServerConfigError(
        `Unknown property "${name}" of a ${kind}. A ${kind} has ${Object.keys(checks).join(", ")}.`,
      );
    }
    const [accepts, expected] = check;
    if (value !== undefined && !accepts(value)) {
      throw new MockServerConfigError(
        `The ${kind}'s "${name}" is invalid. Expected ${expected}.`,
      );
    }
  }
}

/** Properties that exclude each other. Otherwise the server would silently ignore one of them. */
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
  const ofBodies = (
    ["body", "html", "malformed", "slowBody", "truncate"] as const
  ).find((name) => isSet(name) && fault[name] !== "");
  if (hasNoBody(status) && ofBodies !== undefined)
    refuseBoth(`status ${status}`, ofBodies);
  if (status < 400) {
    const ofErrors = (["code", "message"] as const).find(isSet);
    if (ofErrors !== undefined) refuseBoth(`status ${status}`, ofErrors);
  }
}

/** RFC 9110, sections 15.3.5 and 15.4.5. */
const hasNoBody = (status: number) => status === 204 || status === 304;

function refuseBoth(one: string, other: string): never {
  throw new MockServerConfigError(
    `The fault's "${one}" and "${other}" contradict each other. Set only one of them.`,
  );
}

/**
 * Headers of the connection and of how the body is sent (RFC 9110, section 8.6). The server sets them; Node refuses
 * most of them from others.
 */
const setByServer = new Set([...connectionHeaders, "content-length"]);

/** RFC 9110, section 5.6.2. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function areHeaders(value: unknown): boolean {
  return (
    isPlain(value) &&
    Object.entries(value).every(
      ([name, content]) =>
        token.test(name) &&
        !setByServer.has(name.toLowerCase()) &&
        typeof content === "string" &&
        /^([!-~]([ -~]*[!-~])?)?$/.test(content),
    )
  );
}

/** Not a `Map` or `Headers`, whose entries are no properties. */
function isPlain(value: unknown): value is object {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function isJson(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
}

const stubChecks: Record<keyof Stub, Check> = {
  method: [
    (value) => typeof value === "string" && /^[A-Z]+$/.test(value),
    "a method in upper case",
  ],
  path: [
    (value) => typeof value === "string" && /^\/[^?#]*$/.test(value),
    'a path with the base path and without a query, such as "/v1/vendors/{id}"',
  ],
  status: checks.status,
  body: checks.body,
  headers: checks.headers,
  auth: [
    (value) => value === "bearer" || value === "none",
    '"bearer" or "none"',
  ],
};

/**
 * @param ownerOf - What already answers this method and path, for the message; `undefined` if nothing does.
 * @throws {@link MockServerConfigError} if the stub is invalid.
 */
export function checkStub(
  stub: Stub,
  ownerOf: (stub: Stub) => string | undefined,
): Stub {
  const { method, path, status = 200, body } = stub;
  // A property of undefined counts as not set, but these two are required.
  const required = { method: method ?? null, path: path ?? null };
  checkProperties("stub", { ...stub, ...required }, stubChecks);
  if (hasNoBody(status) && body !== undefined && body !== "") {
    throw new MockServerConfigError(
      `The stub's status ${status} and "body" contradict each other. Set only one of them.`,
    );
  }
  const owner = ownerOf(stub);
  if (owner !== undefined) {
    throw new MockServerConfigError(
      `${method} ${path} is ${owner}. Use a stub for other paths only.`,
    );
  }
  return snapshotOf(stub);
}

/** A copy that no later change of the caller's object reaches. All that is in it can be JSON. */
function snapshotOf<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value));
}

function inRange(value: unknown, least: number, most: number): boolean {
  return typeof value === "number" && value >= least && value <= most;
}
