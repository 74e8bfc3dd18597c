import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** From the bottom to the top. A file outside of a folder is a layer by its own name. */
const layers = [
  ["messages", "options", "mock-server", "option-rules", "option-table"],
  ["prism"],
  ["behaviour"],
  ["control"],
  ["http"],
  ["start-mock-server", "verify"],
  ["proxy"],
  ["index", "vitest"],
  ["cli"],
];

const layerOf = (file: string) => {
  const [name = ""] = file.replace(/\.d?\.?ts$/, "").split(path.sep);
  return layers.findIndex((names) => names.includes(name));
};

async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(path.join(source, file), "utf8");
  const specifiers = text.matchAll(/(?:from|import\()\s*"(\.[^"]+)\.js"/g);
  return [...specifiers].map(([, specifier = ""]) =>
    path.join(path.dirname(file), `${specifier}.ts`),
  );
}

const files = (await readdir(source, { recursive: true })).filter((file) =>
  file.endsWith(".ts"),
);

test("every file belongs to a layer", () => {
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => layerOf(file) < 0)).toEqual([]);
});

test("each layer imports from itself and from lower ones only", async () => {
  const upward: string[] = [];
  for (const file of files)
    for (const imported of await importsOf(file))
      if (layerOf(imported) > layerOf(file))
        upward.push(`${file} imports ${imported}`);
  expect(upward).toEqual([]);
});

test("no file imports another in a circle", async () => {
  const imports = new Map<string, string[]>();
  for (const file of files) imports.set(file, await importsOf(file));
  const circles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) circles.push([...trail, file].join(" > "));
    if (trail.includes(file) || done.has(file)) return;
    for (const imported of imports.get(file) ?? [])
      visit(imported, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
