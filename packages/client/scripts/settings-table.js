// Writes the README's tables of settings from the TSDoc of src/options.ts, so that neither is said
// twice. With --check it writes nothing and fails if the README is not what it would write.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript-5";

const options = new URL("../src/options.ts", import.meta.url);
const readme = new URL("../README.md", import.meta.url);

const file = ts.createSourceFile(
  fileURLToPath(options),
  await readFile(options, "utf8"),
  ts.ScriptTarget.ES2022,
  true,
);
const interfaces = new Map(
  file.statements
    .filter(ts.isInterfaceDeclaration)
    .map((declaration) => [declaration.name.text, declaration]),
);

/**
 * One line of a table cell: `{@link X}` as code, no line breaks.
 * @param {string | ts.NodeArray<ts.JSDocComment> | undefined} comment
 */
const cell = (comment) =>
  (typeof comment === "string" ? comment : (comment ?? []).map(textOf).join(""))
    .replace(/\s+/g, " ")
    .replaceAll("|", "\\|")
    .trim();

/** @param {ts.JSDocComment} part */
const textOf = (part) =>
  ts.isJSDocLink(part) ? `\`${part.name?.getText()}\`` : part.text;

/** @param {string} value A default that is a value, and not described in words, as code. */
const asCode = (value) =>
  /^[\w."]+$/.test(value) && !/^(console|no)$/.test(value)
    ? `\`${value}\``
    : value;

/** @param {string} name */
const rowsOf = (name) =>
  (interfaces.get(name)?.members ?? []).map((member) => {
    const [doc] = ts.getJSDocCommentsAndTags(member).filter(ts.isJSDoc);
    const tag = doc?.tags?.find((tag) => tag.tagName.text === "defaultValue");
    return [
      `\`${member.name?.getText()}\``,
      asCode(cell(tag?.comment)),
      cell(doc?.comment),
    ];
  });

/**
 * A Markdown table with its columns aligned, as the formatter wants it.
 * @param {string[]} names
 */
function table(...names) {
  const head = ["setting", "default", "what it does"];
  const rows = [head, ...names.flatMap(rowsOf)];
  const widths = head.map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row.map((text, i) => text.padEnd(widths[i] ?? 0)),
  );
  lines.splice(
    1,
    0,
    widths.map((width) => "-".repeat(width)),
  );
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const tables = {
  client: table("MelioClientOptions", "RetryOptions"),
  call: table("CallOptions"),
};

const before = await readFile(readme, "utf8");
const after = Object.entries(tables).reduce(
  (text, [name, rows]) =>
    text.replace(
      new RegExp(`(<!-- settings: ${name} .*-->\n)[^]*?(<!-- end -->)`),
      (_, start, end) => `${start}\n${rows}\n\n${end}`,
    ),
  before,
);
if (after !== before && process.argv.includes("--check")) {
  console.error(
    "README.md is not what src/options.ts gives; run `pnpm readme` in packages/client.",
  );
  process.exitCode = 1;
} else if (after !== before) {
  await writeFile(readme, after);
}
