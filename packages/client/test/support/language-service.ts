import { fileURLToPath } from "node:url";
import ts from "typescript-5";

const file = fileURLToPath(
  new URL("../typed-in-an-editor.ts", import.meta.url),
);
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  types: ["node"],
};

/** What an editor says of a source: the TypeScript language service, asked as an editor asks it. */
export function openInEditor(source: string) {
  const { sys } = ts;
  const service = ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot: (name) => {
      const text = name === file ? source : sys.readFile(name);
      return text === undefined
        ? undefined
        : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: sys.getCurrentDirectory,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || sys.fileExists(name),
    readFile: sys.readFile,
    readDirectory: sys.readDirectory,
    directoryExists: sys.directoryExists,
    getDirectories: sys.getDirectories,
  });
  const endOf = (piece: string) => source.indexOf(piece) + piece.length;
  return {
    errors: () =>
      service
        .getSemanticDiagnostics(file)
        .map(({ messageText }) =>
          ts.flattenDiagnosticMessageText(messageText, " "),
        ),
    /** The hover over the word that ends the given piece of the source. */
    hover(piece: string) {
      const info = service.getQuickInfoAtPosition(file, endOf(piece) - 1);
      return {
        type: ts.displayPartsToString(info?.displayParts),
        text: ts.displayPartsToString(info?.documentation),
        tags: ts.displayPartsToString(
          info?.tags?.flatMap(({ name, text = [] }) => [
            { text: `@${name} `, kind: "text" },
            ...text,
          ]),
        ),
      };
    },
    /** What is offered behind the given piece of the source. */
    completions: (piece: string) =>
      service
        .getCompletionsAtPosition(file, endOf(piece), {})
        ?.entries.map(({ name }) => name) ?? [],
  };
}
