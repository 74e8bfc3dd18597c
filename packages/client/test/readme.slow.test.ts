import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as client from "@melio-platform/client";
import { expect, test } from "vitest";
import { openInEditor } from "./support/language-service.js";

const root = fileURLToPath(new URL("../", import.meta.url));
const readme = readFileSync(`${root}README.md`, "utf8");

test("the tables of settings are what the TSDoc of the options says", () => {
  execFileSync(process.execPath, ["scripts/settings-table.js", "--check"], {
    cwd: root,
  });
  const settings = [...readme.matchAll(/^\| `(\w+)` +\|/gm)].map(
    ([, setting]) => setting,
  );
  for (const setting of ["apiKey", "timeout", "maxRetries", "signal"])
    expect(settings).toContain(setting);
});

test("the table of errors has every kind of error, and no other", () => {
  const table = readme.split("\n## ").find((part) => part.startsWith("Errors"));
  const rows = [...(table ?? "").matchAll(/^\|[^|]*\| `(\w+)` +\|/gm)];
  const kinds = openInEditor(`
    import type { AnyMelioError } from "@melio-platform/client";
    declare const error: AnyMelioError;
    error.kind === "";
  `).completions('error.kind === "');
  expect(rows.map(([, kind]) => kind).sort()).toEqual([...kinds].sort());
});

test("every class of error that is exported is named", () => {
  const classes = Object.keys(client).filter((name) => name.endsWith("Error"));
  expect(classes.length).toBeGreaterThan(5);
  for (const name of classes) expect(readme).toContain(`\`${name}\``);
});
