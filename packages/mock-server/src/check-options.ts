import { MockServerConfigError } from "./config-error.js";
import { nearestName } from "./nearest-name.js";
import type { MockServerOptions } from "./options.js";

type Check = readonly [accepts: (value: unknown) => boolean, expected: string];

const flag: Check = [(value) => typeof value === "boolean", "true or false"];
const number: Check = [
  (value) => typeof value === "number",
  "a number, not a text",
];

const types: Readonly<Record<keyof MockServerOptions, Check>> = {
  port: number,
  host: [isText, 'an address, for example "127.0.0.1"'],
  spec: [
    (value) => isText(value) || isObject(value),
    "the path of an OpenAPI document, or the document as an object",
  ],
  apiKeys: [
    Array.isArray,
    'an array, for example ["key-1", { key: "key-2", accounts: ["acc_1"] }]',
  ],
  tokenTtl: number,
  idempotencyTtl: number,
  seed: [(value) => typeof value === "string", "a text"],
  randomFaults: [
    (value) => Array.isArray(value) && value.every(isObject),
    "an array, for example [{ status: 503, rate: 0.1 }]",
  ],
  journalSize: number,
  onRequest: [(value) => typeof value === "function", "a function"],
  control: flag,
  cors: flag,
  https: [
    (value) => isObject(value) && isText(value.key) && isText(value.cert),
    "{ key, cert }, two texts in PEM form",
  ],
};

/**
 * Options may come from JavaScript, where no types guard them.
 *
 * @throws {@link MockServerConfigError} if a name is not known or a value has another type.
 */
export function checkOptions(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(types, name)) {
      throw new MockServerConfigError(
        `There is no option ${name}. Did you mean ${nearestName(name, Object.keys(types))}?`,
      );
    }
    const [accepts, expected] = types[name as keyof MockServerOptions];
    // The value stays out of the message: it may be a key.
    if (value !== undefined && !accepts(value)) {
      throw new MockServerConfigError(
        `${name}: this ${typeOf(value)} cannot be used. Expected ${expected}.`,
      );
    }
  }
}

function typeOf(value: unknown): string {
  return value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
