import { InvalidArgumentError } from "commander";
import { MockServerConfigError } from "../config-error.js";
import type { Parse } from "../option-table.js";

/** Wraps a parser, so that commander shows its error together with the flag. */
export const asArgument =
  (parse: Parse) =>
  (text: string, before: unknown): unknown => {
    try {
      return parse(text, before as never);
    } catch (error) {
      if (!(error instanceof MockServerConfigError)) throw error;
      throw new InvalidArgumentError(error.message);
    }
  };
