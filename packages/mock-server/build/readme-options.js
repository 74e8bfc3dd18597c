// Writes the README's table of options from the table in src/option-table.ts, so that neither is said twice. With
// --check it writes nothing and fails if the README is not what it would write. Needs a build.
import { readFile, writeFile } from "node:fs/promises";
import { optionTable, rowOf } from "../dist/option-table.js";

const readme = new URL("../README.md", import.meta.url);

const names = /** @type {(keyof typeof optionTable)[]} */ (
  Object.keys(optionTable)
);

/** @param {string} flags As in the help: `-p, --port <port>`. */
const longFlag = (flags) => `\`${/--[\w-]+/.exec(flags)?.[0]}\``;

/** @param {keyof typeof optionTable} name */
function defaultOf(name) {
  const { default: value, withoutIt, flag } = rowOf(name);
  const ofCommand =
    flag?.default === undefined ? "" : ` (the command: ${flag.default})`;
  return (withoutIt ?? shown(value)) + ofCommand;
}

/** @param {unknown} value */
function shown(value) {
  if (value === undefined || Array.isArray(value)) return "none";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number"
    ? value.toLocaleString("en")
    : `\`${JSON.stringify(value)}\``;
}

const rows = [
  ["option", "flag", "default", "meaning"],
  ...names.map((name) => {
    const { summary, flag, fileFlags = [] } = rowOf(name);
    const flags = [...(flag ? [flag] : []), ...fileFlags];
    return [
      `\`${name}\``,
      flags.map(({ flags }) => longFlag(flags)).join(", "),
      defaultOf(name),
      summary,
    ];
  }),
];
const widths = [0, 1, 2, 3].map((column) =>
  Math.max(...rows.map((row) => row[column]?.length ?? 0)),
);
const [head, ...body] = rows.map(
  (row) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |`,
);
const line = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
const table = [head, line, ...body].join("\n");

const before = await readFile(readme, "utf8");
const after = before.replace(
  /(<!-- options .*-->\n)[\s\S]*?(\n\n)/,
  (_, start, end) => start + table + end,
);
if (after !== before && process.argv.includes("--check")) {
  console.error(
    "README.md is not what src/option-table.ts gives; run `pnpm readme` in packages/mock-server.",
  );
  process.exitCode = 1;
} else if (after !== before) {
  await writeFile(readme, after);
}
