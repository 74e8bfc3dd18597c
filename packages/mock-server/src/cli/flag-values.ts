import { InvalidArgumentError } from "commander";
import type { RandomFault } from "../behaviour/faults.js";
import type { KnownApiKey } from "../options.js";
import { wholeNumberProblem } from "../whole-number.js";

/** Reads a whole number that is at least `least` and at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    const problem = wholeNumberProblem(value, least, most);
    if (problem !== undefined) throw new InvalidArgumentError(problem);
    return value;
  };
}

/** Reads `503:0.1`, and adds it to those before. */
export function randomFault(
  text: string,
  before: readonly RandomFault[] = [],
): RandomFault[] {
  const [, status, rate] =
    /^([45]\d\d):(0?\.\d+|0|1(?:\.0+)?)$/.exec(text) ?? [];
  if (status === undefined) {
    throw new InvalidArgumentError(
      "Expected a status from 400 to 599, a colon and a rate from 0 to 1, for example 503:0.1.",
    );
  }
  return [...before, { status: Number(status), rate: Number(rate) }];
}

/** Reads `key` or `key=acc_1,acc_2`, and adds it to those before. */
export function apiKey(
  text: string,
  before: readonly KnownApiKey[] = [],
): KnownApiKey[] {
  const equals = text.indexOf("=");
  if (equals < 0) return [...before, { key: text }];
  const accounts = text.slice(equals + 1).split(",");
  return [...before, { key: text.slice(0, equals), accounts }];
}
