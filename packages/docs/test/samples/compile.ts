import { execFile } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
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

/** Compiles all samples, once before the tests. */
export default async function compileSamples({ provide }: TestProject) {
  rmSync(compiledSamples, { recursive: true, force: true });
  mkdirSync(compiledSamples, { recursive: true });
  writeFileSync(keyFile, `${apiKey}\n`);
  const compiler = join(packageRoot, "node_modules/typescript/bin/tsc");
  const args = [compiler, "-p", "samples/tsconfig.json", "--pretty", "false"];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: packageRoot }, (_, stdout) =>
      resolve(stdout),
    );
  });
  provide("compilerErrors", output);
}
