import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const docs = join(root, "packages/docs");

interface Task {
  readonly taskId: string;
  readonly inputs: Record<string, string>;
}

test("the docs are built again when a file changes that one of their pages shows", () => {
  const plan = execFileSync(
    "npx",
    ["turbo", "run", "build", "--filter=@melio-platform/docs", "--dry=json"],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
  );
  const { tasks }: { tasks: Task[] } = JSON.parse(plan);
  const task = tasks.find(({ taskId }) => taskId.endsWith("docs#build"));
  const inputs = Object.keys(task?.inputs ?? {}).map((file) =>
    join(docs, file),
  );
  const shown = shownFiles();
  expect(shown.length).toBeGreaterThan(20);
  const missing = shown.filter((file) => !inputs.includes(file));
  expect(missing.map((file) => relative(root, file))).toEqual([]);
});

/** What the pages include as code or text, and the descriptions that they are made from. */
function shownFiles() {
  const pages = ["site", "site/guides"].flatMap((folder) =>
    readdirSync(join(docs, folder)).map((name) => join(docs, folder, name)),
  );
  const included = pages.flatMap((page) => {
    if (!page.endsWith(".md")) return [];
    const text = readFileSync(page, "utf8");
    const includes = text.matchAll(/(?:<<<|@include:) @\/([^\s#{>[]+)/g);
    return [...includes].map(([, path = ""]) => join(docs, "site", path));
  });
  const control = join(root, "packages/mock-server/control.openapi.yaml");
  return [...new Set([...included, control])].filter(
    (file) => !file.includes("/generated/"),
  );
}
