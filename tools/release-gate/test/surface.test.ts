import { readFile } from "node:fs/promises";
import { beforeAll, expect, test } from "vitest";
import { compareSurfaces, readSurface } from "../src/surface/compare.js";

let report: string;
beforeAll(async () => {
  const file = "../../../packages/client/etc/index.api.md";
  report = await readFile(new URL(file, import.meta.url), "utf8");
});

/** The client's own report with a passage of it replaced. */
function edit(passage: string | RegExp, replacement: string): string {
  const edited = report.replace(passage, replacement);
  if (edited === report) throw new Error(`The report has no ${passage}.`);
  return edited;
}

const anywhere = "// @public\nexport interface MelioAuth {";

test.for([
  [
    "a new export",
    anywhere,
    `// @public\nexport function mint(): void;\n\n${anywhere}`,
    "new mint",
  ],
  [
    "a removed export",
    /\/\/ @public\nexport interface WithResponse/,
    "// @public\ninterface WithResponse",
    "gone WithResponse",
  ],
  [
    "a renamed export",
    "export class MelioTimeoutError",
    "export class MelioTimeLimitError",
    "gone MelioTimeoutError",
    "new MelioTimeLimitError",
  ],
  [
    "a new setting",
    "export interface MelioClientOptions extends RetryOptions {",
    "export interface MelioClientOptions extends RetryOptions {\n    proxy?: string;",
    "changed MelioClientOptions",
  ],
  [
    "a narrowed parameter of a method",
    "params?: CreateTokenParams",
    "params: CreateTokenParams",
    "changed MelioAuth",
  ],
  [
    "a part of an export that is no export itself",
    /\ninterface CallFacts \{/,
    "\ninterface CallFacts {\n    region: string;",
    "changed CallFacts",
  ],
] as const)("%s", ([, passage, replacement, ...expected]) => {
  const changes = compareSurfaces(report, edit(passage, replacement));
  expect(changes.map(({ name, kind }) => `${kind} ${name}`)).toEqual(expected);
});

test("every export of the report is read", () => {
  const exported = report.match(/^export /gm) ?? [];
  const read = [...readSurface(report).values()].filter(
    ({ isExported }) => isExported,
  );
  expect(read.length).toBeGreaterThan(20);
  expect(read).toHaveLength(exported.length);
});

test("a report without declarations is refused", () => {
  expect(() => compareSurfaces("", report)).toThrow("pnpm@12 generate");
});
