import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const guide = readFileSync(
  `${root}packages/docs/site/guides/backend-to-browser.md`,
  "utf8",
);
const source =
  "https://github.com/melio-platform/melio-platform-sdk/blob/main/";

const threats = guide.slice(guide.indexOf("## Threats"));
const named = [...threats.matchAll(/\]\((\S+?) "(.+?)"\)/g)].map(
  ([, address = "", title = ""]) => ({ title, address }),
);

test.for(named)(
  "the test that the guide names is there: $title",
  ({ title, address }) => {
    expect(address.startsWith(source)).toBe(true);
    const tests = readFileSync(root + address.replace(source, ""), "utf8");
    expect(tests).toContain(title);
  },
);

test("every threat of the guide names a test", () => {
  const rows = threats
    .split("\n")
    .filter((line) => /^\| (?!threat|---)/.test(line));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows).toHaveLength(named.length);
});
