import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { compareSurfaces } from "../src/surface/compare.js";

const directory = fileURLToPath(
  new URL("../../../packages/client", import.meta.url),
);
let report: string;
beforeAll(async () => {
  report = await readFile(`${directory}/etc/index.api.md`, "utf8");
});

/** The client's own report with a passage of it replaced. */
function edit(passage: string | RegExp, replacement: string): string {
  const edited = report.replace(passage, replacement);
  if (edited === report) throw new Error(`The report has no ${passage}.`);
  return edited;
}
const compare = (passage: string | RegExp, replacement: string) =>
  compareSurfaces(report, edit(passage, replacement), directory).map(
    ({ name, bump }) => `${bump} ${name}`,
  );

const anywhere = "// @public\nexport interface MelioAuth {";
const options = "export interface MelioClientOptions extends RetryOptions {";
const call =
  "createToken(params?: CreateTokenParams, options?: CallOptions): ResponsePromise<AuthToken>;";

test.for([
  [
    "a new export",
    anywhere,
    `export function mint(): void;\n\n${anywhere}`,
    "minor mint",
  ],
  [
    "a removed export",
    /\/\/ @public\nexport interface WithResponse/,
    "interface WithResponse",
    "major WithResponse",
  ],
  [
    "a renamed export",
    "export class MelioTimeoutError",
    "export class MelioTimeLimitError",
    "minor MelioTimeLimitError",
    "major MelioTimeoutError",
    "major AnyMelioError",
  ],
  [
    "a new optional setting",
    options,
    `${options}\n    proxy?: string;`,
    "minor MelioClientOptions",
  ],
  [
    "a new required setting",
    options,
    `${options}\n    partner: string;`,
    "major MelioClientOptions",
    "major createMelioClient",
  ],
  ["a removed setting", /\n +userAgent\?.*;/, "", "major MelioClientOptions"],
  [
    "a setting that became required",
    "apiKey?: string",
    "apiKey: string",
    "major MelioClientOptions",
  ],
  [
    "a narrowed setting",
    "fetch?: typeof globalThis.fetch | undefined",
    "fetch?: ((url: string) => Promise<Response>) & { brand: true }",
    "major MelioClientOptions",
  ],
  [
    "a widened setting",
    "apiKeyPrefix?: string | undefined",
    "apiKeyPrefix?: string | number | undefined",
    "minor MelioClientOptions",
  ],
  [
    "a setting deeper in",
    "maxRetryAfter?: number | undefined",
    "maxRetryAfter?: number | string | undefined",
    "minor RetryOptions",
  ],
  [
    "a new method",
    call,
    `${call}\n    revoke(): Promise<void>;`,
    "minor MelioAuth",
  ],
  ["a removed method", call, "", "major MelioAuth"],
  [
    "a narrowed parameter of a method",
    "params?: CreateTokenParams",
    "params: CreateTokenParams & { melioAccount: string }",
    "major MelioAuth",
  ],
  [
    "a parameter that became required",
    "params?: CreateTokenParams",
    "params: CreateTokenParams",
    "major MelioAuth",
  ],
  [
    "a widened parameter of a method",
    "params?: CreateTokenParams",
    "params?: CreateTokenParams | string",
    "minor MelioAuth",
  ],
  [
    "a further overload",
    call,
    `${call}\n    createToken(account: string): ResponsePromise<AuthToken>;`,
    "minor MelioAuth",
  ],
  [
    "a wider result",
    "ResponsePromise<AuthToken>;",
    "ResponsePromise<AuthToken | undefined>;",
    "major MelioAuth",
  ],
  [
    "a narrower result",
    "ResponsePromise<AuthToken>;",
    "ResponsePromise<AuthToken & { scope: string }>;",
    "minor MelioAuth",
  ],
  [
    "a property of an error that may be missing",
    "readonly status: number;\n}\n\n// @public\nexport interface MelioAuth",
    "readonly status: number | undefined;\n}\n\n// @public\nexport interface MelioAuth",
    "major MelioApiError",
  ],
  [
    "a further value of a read union",
    '"redirect" | "client_error"',
    '"redirect" | "teapot" | "client_error"',
    "major ApiErrorKind",
  ],
  [
    "a constant that became a function",
    /export const isMelioError: \((.*?)\) => (.*);/,
    "export function isMelioError($1): $2;",
  ],
  ["an internal name", /\bCallFacts\b/g, "CallRecord"],
  [
    "another type parameter",
    "export interface WithResponse<T> extends",
    "export interface WithResponse<T, U> extends",
    "major WithResponse",
  ],
] as const)("%s", ([, passage, replacement, ...expected]) => {
  expect(compare(passage, replacement)).toEqual(
    expected.length === 0 ? [] : expect.arrayContaining([...expected]),
  );
});

test("what cannot be resolved is taken for broken", () => {
  const changes = compareSurfaces(
    report,
    edit("from 'openapi-fetch'", "from 'nowhere'"),
    directory,
  );
  expect(changes).toContainEqual({
    name: "MelioHttp",
    bump: "major",
    what: expect.stringContaining("Cannot find module 'nowhere'"),
  });
});

test("a report without declarations is refused", () => {
  expect(() => compareSurfaces("", report, directory)).toThrow(
    "pnpm@12 generate",
  );
});
