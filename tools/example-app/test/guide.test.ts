import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const guide = readFileSync(
  `${root}packages/client/guides/backend-to-browser.md`,
  "utf8",
);

const samples = [
  ...guide.matchAll(/<!-- (\S+\.js) -->\n\n?```js\n([\s\S]*?)```/g),
].map(([, file = "", code = ""]) => ({ file, code }));

test.for(samples)(
  "the sample of $file is the file that is tested",
  ({ file, code }) => {
    expect(code).toBe(readFileSync(root + file, "utf8"));
  },
);

test("every sample of the guide is one of a file", () => {
  expect(samples.length).toBeGreaterThan(5);
  expect(guide.match(/```js/g)).toHaveLength(samples.length);
});

const threats = guide.slice(guide.indexOf("| threat"));
const named = [...threats.matchAll(/\[“(.+?)”\]\((\S+?)\)/g)].map(
  ([, title = "", file = ""]) => ({ title, file }),
);

test.for(named)(
  "the test that the guide names is there: $title",
  ({ title, file }) => {
    const tests = readFileSync(`${root}packages/client/guides/${file}`, "utf8");
    expect(tests).toContain(title);
  },
);

test("every threat of the guide names a test", () => {
  const rows = threats.split("\n").filter((line) => line.startsWith("| "));
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows.slice(2)) expect(row).toMatch(/\[“/);
});
