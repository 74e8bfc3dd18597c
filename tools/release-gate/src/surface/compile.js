import { join } from "node:path";
import ts from "typescript-5";

const prelude = `import type * as Old from "./Old.js";
import type * as New from "./New.js";
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
interface Argument<N> { argument: N }
`;

/** @type {ts.CompilerOptions} */
const options = {
  target: ts.ScriptTarget.ES2022,
  lib: [
    "lib.es2022.d.ts",
    "lib.dom.d.ts",
    "lib.dom.iterable.d.ts",
    "lib.esnext.disposable.d.ts",
  ],
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  types: [],
};

// API Extractor leaves `declare` out.
const missingDeclare = 1046;

/**
 * @param {{ Old: string, New: string }} declarations
 * @param {string[]} probes functions, one a line
 * @param {string} directory where the declarations' imports are looked up
 * @returns {(string | undefined)[]} of each probe why it does not compile, undefined if it does
 */
export function compileProbes({ Old, New }, probes, directory) {
  const lines = probes.map(
    (probe, index) => `export const _${index} = ${probe};`,
  );
  // In memory, but in a folder that is there: nothing is looked up in one that is not.
  const program = createProgram(
    new Map([
      [join(directory, "Old.d.ts"), Old],
      [join(directory, "New.d.ts"), New],
      [join(directory, "probes.ts"), prelude + lines.join("\n")],
    ]),
  );
  /** @param {string} file */
  const errorsIn = (file) =>
    program
      .getSemanticDiagnostics(program.getSourceFile(join(directory, file)))
      .filter(({ code }) => code !== missingDeclare);

  // What cannot be resolved would be `any`, which is compatible with everything.
  const unreadable = [...errorsIn("Old.d.ts"), ...errorsIn("New.d.ts")][0];
  if (unreadable) return probes.map(() => text(unreadable));

  const first = prelude.split("\n").length - 1;
  /** @type {(string | undefined)[]} */
  const results = probes.map(() => undefined);
  for (const error of errorsIn("probes.ts")) {
    const index = lineOf(error) - first;
    if (index < 0) throw new Error(`The probes do not compile: ${text(error)}`);
    results[index] ??= text(error);
  }
  return results;
}

// Libraries and dependencies are the same for every entry point: each is read once.
/** @type {Map<string, ts.SourceFile | undefined>} */
const onDisk = new Map();

/** @param {Map<string, string>} files */
function createProgram(files) {
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.readFile = (file) => files.get(file) ?? readFile(file);
  host.getSourceFile = (file, version) => {
    const source = files.get(file);
    if (source !== undefined) return ts.createSourceFile(file, source, version);
    if (!onDisk.has(file)) onDisk.set(file, getSourceFile(file, version));
    return onDisk.get(file);
  };
  return ts.createProgram([...files.keys()], options, host);
}

/** @param {ts.Diagnostic} error */
const text = ({ messageText }) =>
  ts.flattenDiagnosticMessageText(messageText, " ").replace(/\s+/g, " ");

/** @param {ts.Diagnostic} error */
const lineOf = ({ file, start = 0 }) =>
  file ? ts.getLineAndCharacterOfPosition(file, start).line : -1;
