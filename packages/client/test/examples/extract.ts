import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A piece of code that users see. */
export interface Example {
  /** Where it stands, and what stands above it: `README.md: Errors`. */
  name: string;
  /** The language that its fence names. */
  language: string;
  code: string;
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const fences = /^```(\w+)\n([\s\S]*?)^```/gm;

export function readmeExamples(): Example[] {
  const readme = readFileSync(`${root}README.md`, "utf8");
  return [...readme.matchAll(fences)].map((match) => {
    const [, language = "", code = ""] = match;
    const above = readme.slice(0, match.index);
    const [title = ""] = above.match(/^(## |\*\*).*$/gm)?.slice(-1) ?? [];
    const nth =
      above
        .split(title)
        .pop()
        ?.match(/^```\w/gm)?.length ?? 0;
    const section = title.replace(/^## |\*\*/g, "").slice(0, 30);
    return { name: `README.md: ${section} (${nth + 1})`, language, code };
  });
}

/** Those of the TSDoc comments: every fence in a comment of `src`. */
export function tsdocExamples(): Example[] {
  return readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const source = readFileSync(`${root}src/${file}`, "utf8");
      const comments = source.match(/\/\*\*[\s\S]*?\*\//g) ?? [];
      return comments
        .map((comment) => comment.replace(/^ *\* ?/gm, ""))
        .flatMap((comment) => [...comment.matchAll(fences)])
        .map(([, language = "", code = ""], index) => ({
          name: `src/${file} (${index + 1})`,
          language,
          code,
        }));
    });
}
