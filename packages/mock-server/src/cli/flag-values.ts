import { InvalidArgumentError } from "commander";
import type { RandomFault } from "../behaviour/faults.js";
import type { KnownApiKey } from "../options.js";

/** Reads a whole number that is at least `least` and at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) {
      const range =
        most === Number.MAX_SAFE_INTEGER
          ? `of at least ${least}`
          : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`Expected a whole number ${range}.`);
    }
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
  if (accounts.includes("")) {
    throw new InvalidArgumentError(
      "An Account is empty. Expected a key alone, or with its Accounts after it: key=acc_1,acc_2.",
    );
  }
  return [...before, { key: text.slice(0, equals), accounts }];
}
