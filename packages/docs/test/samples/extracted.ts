import { readFileSync } from "node:fs";
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
import { repository } from "./files.js";
import { fencesOf } from "./markdown.js";

/** Code that lies in a text, as the file that the tests make of it. */
interface ExtractedSample {
  readonly file: string;
  readonly code: string;
}

/** READMEs whose code no test of their own package runs. */
const readmes = {
  "README.md": "readme",
  "packages/types/README.md": "readme-of-types",
  "spec/README.md": "readme-of-spec",
};

/** The code of the READMEs and of the API reference. */
export function extractedSamples(): ExtractedSample[] {
  const ofReadmes = Object.entries(readmes).flatMap(([path, name]) =>
    fencesOf(readFileSync(repository + path, "utf8"))
      .filter(({ language }) => /^[jt]s$/.test(language))
      .map(({ language, code }, index) => ({
        file: `${name}-${index + 1}.${language}`,
        code,
      })),
  );
  const [ofReference] = openapi.paths["/auth/token"].post["x-codeSamples"];
  return [
    ...ofReadmes,
    { file: "api-reference.ts", code: ofReference?.source ?? "" },
  ];
}
