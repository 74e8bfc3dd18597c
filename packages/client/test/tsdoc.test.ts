import { fileURLToPath } from "node:url";
import ts from "typescript-5";
import { expect, test } from "vitest";

const entry = fileURLToPath(
  import.meta.resolve("@melio-platform/client"),
).replace(/\.js$/, ".d.ts");
const program = ts.createProgram([entry], {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: ["node"],
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(entry);
const exported = checker
  .getExportsOfModule(
    checker.getSymbolAtLocation(source as ts.Node) as ts.Symbol,
  )
  .map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias
      ? checker.getAliasedSymbol(symbol)
      : symbol,
  );

/** Generated from the spec, whose descriptions they carry as far as it has them. */
const generated = /schema\.d\.ts$/;
const own = exported.filter(
  (symbol) =>
    !generated.test(symbol.declarations?.[0]?.getSourceFile().fileName ?? ""),
);

const docOf = (symbol: ts.Symbol) =>
  ts.displayPartsToString(symbol.getDocumentationComment(checker));

/** The members that a class or an interface of the package declares itself. */
const membersOf = (symbol: ts.Symbol) =>
  [...(symbol.members?.values() ?? [])].filter(
    ({ flags, valueDeclaration }) =>
      flags &
        (ts.SymbolFlags.Property |
          ts.SymbolFlags.Method |
          ts.SymbolFlags.Accessor) && valueDeclaration,
  );

test("every public thing has a comment", () => {
  expect(own.length).toBeGreaterThan(20);
  const bare = own
    .filter((symbol) => docOf(symbol) === "")
    .map(({ name }) => name);
  expect(bare).toEqual([]);
});

/** Say what they are by themselves, or by their class. */
const clear = ["method", "url", "name", "kind", "data"];

test("every member has one too, where its name does not say all", () => {
  const bare = own.flatMap((symbol) =>
    membersOf(symbol)
      .filter((member) => docOf(member) === "" && !clear.includes(member.name))
      .map((member) => `${symbol.name}.${member.name}`),
  );
  expect(bare).toEqual([]);
});

const options = [
  "RetryOptions",
  "CallOptions",
  "MelioClientOptions",
  "CreateTokenParams",
];
const settings = own
  .filter(({ name }) => options.includes(name))
  .flatMap((symbol) => membersOf(symbol));

const tagsOf = (symbol: ts.Symbol, name: string) =>
  symbol.getJsDocTags(checker).filter((tag) => tag.name === name);

test("what has a default says so", () => {
  const without = settings
    .filter((symbol) => tagsOf(symbol, "defaultValue").length === 0)
    .map(({ name }) => name);
  expect(without.sort()).toEqual([
    "headers",
    "melioAccount",
    "signal",
    "userAgent",
  ]);
});

test("every time says that it is in milliseconds", () => {
  const times = own
    .flatMap((symbol) => membersOf(symbol))
    .filter(({ name }) =>
      /timeout|deadline|retryafter|duration|retryin/i.test(name),
    );
  expect(times.length).toBeGreaterThan(4);
  for (const time of times)
    expect(docOf(time), time.name).toContain("milliseconds");
});

test("createMelioClient and createToken have an example and say what they throw", () => {
  const auth = own.find(({ name }) => name === "MelioAuth") as ts.Symbol;
  const create = own.find(
    ({ name }) => name === "createMelioClient",
  ) as ts.Symbol;
  for (const symbol of [create, ...membersOf(auth)]) {
    expect(tagsOf(symbol, "example")).not.toEqual([]);
    expect(tagsOf(symbol, "throws")).not.toEqual([]);
  }
});
