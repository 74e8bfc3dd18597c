import ts from "typescript-5";

/**
 * @typedef {object} Surface a report, read
 * @property {ts.SourceFile} file its declarations
 * @property {Map<string, ts.DeclarationStatement | ts.VariableStatement>} all by name, those that are not exported too
 * @property {Set<string>} exported
 */

/**
 * @param {string} report
 * @returns {Surface}
 */
export function readSurface(report) {
  const [, source] = /^```ts$(.*)^```$/ms.exec(report) ?? [];
  if (source === undefined)
    throw new Error(
      "A report of the TypeScript surface holds no declarations. Expected a block of TypeScript, as API Extractor writes it. Run `npx -y pnpm@12 generate`.",
    );
  const file = ts.createSourceFile(
    "surface.d.ts",
    source,
    ts.ScriptTarget.Latest,
    true,
  );
  /** @type {Surface["all"]} */
  const all = new Map();
  const exported = new Set();
  for (const statement of file.statements) {
    for (const name of namesOf(statement)) {
      all.set(name, /** @type {ts.DeclarationStatement} */ (statement));
      if (isExported(statement)) exported.add(name);
    }
  }
  return { file, all, exported };
}

/** @param {ts.Statement} statement */
function namesOf(statement) {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) =>
      name.getText(),
    );
  const { name } = /** @type {ts.DeclarationStatement} */ (statement);
  return name ? [name.getText()] : [];
}

/** @param {ts.Statement} statement */
const isExported = (statement) =>
  ts.canHaveModifiers(statement) &&
  (ts.getModifiers(statement) ?? []).some(
    ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
  );
