import type { Settings } from "../../suite/lab.js";
import type { Result } from "../../suite/run-suite.js";

/** Runs the suite of the stage in a directory, and gives its results as far as it got. */
export type RunSuite = (
  settings: Settings,
  directory: string,
) => Promise<Result[]>;

/** A result is a line of JSON; whatever else a runtime says is passed over. */
export const readResults = (printed: string): Result[] =>
  printed
    .split("\n")
    .filter((line) => line.startsWith('{"name":'))
    .map((line) => JSON.parse(line) as Result);
