import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { extractedSamples } from "./extracted.js";
import { packageRoot, samplesFolder } from "./files.js";

declare module "vitest" {
  interface ProvidedContext {
    /** What the compiler says of the samples, under strict settings. */
    compilerErrors: string;
  }
}

export const compiledSamples = join(samplesFolder, "dist");
/** The secret that no sample may print. */
export const apiKey = "key-of-the-samples-not-to-be-printed";
/** A file that holds it. */
export const keyFile = join(compiledSamples, "api-key");

/** Where samples are put that lie in a text: they are files only to the tests. */
const extracted = join(compiledSamples, "extracted");

/** Compiles all samples, once before the tests. */
export default async function compileSamples({ provide }: TestProject) {
  rmSync(compiledSamples, { recursive: true, force: true });
  mkdirSync(extracted, { recursive: true });
  writeFileSync(keyFile, `${apiKey}\n`);
  for (const { file, code } of extractedSamples())
    writeFileSync(join(extracted, file), code);
  writeFileSync(
    join(extracted, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      compilerOptions: { rootDir: ".", outDir: "..", resolveJsonModule: true },
      exclude: [],
    }),
  );
  const output = await Promise.all([
    compile(samplesFolder),
    compile(extracted),
  ]);
  provide("compilerErrors", output.join(""));
}

function compile(folder: string): Promise<string> {
  const compiler = join(packageRoot, "node_modules/typescript/bin/tsc");
  const args = [compiler, "-p", folder, "--pretty", "false"];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: packageRoot }, (_, stdout) =>
      resolve(stdout),
    );
  });
}
