import { InvalidArgumentError, Option } from "commander";
import { type Parse, waitingTime } from "../option-rules.js";
import { defaults, optionTable, rowOf } from "../option-table.js";
import { MockServerConfigError, type MockServerOptions } from "../options.js";

type OptionName = keyof MockServerOptions;

/** The options that have a flag. */
export const optionsWithFlag = (
  Object.keys(optionTable) as OptionName[]
).filter((name) => rowOf(name).flag !== undefined);

/** Creates the flag of an option, as the table of options describes it. */
export function optionFlag(name: OptionName): Option {
  const { rule, flag, summary, withoutIt } = rowOf(name);
  if (flag === undefined) throw new Error(`The option ${name} has no flag.`);
  const help = flag.help ?? summary;
  const note = withoutIt === undefined ? "" : ` (default: ${withoutIt})`;
  const option = new Option(flag.flags, help + note);
  if (rule.parse) option.argParser(asArgument(rule.parse));
  const value = flag.default ?? defaults[name as keyof typeof defaults];
  const isShown = option.required && !Array.isArray(value);
  if (isShown && value !== undefined) option.default(value);
  return option;
}

/** Creates the flag `--timeout` of the commands that send requests. */
export function timeoutFlag(ms: number): Option {
  return new Option("--timeout <ms>", "how long to wait for each response")
    .default(ms)
    .argParser(asArgument(waitingTime.parse));
}

/** Wraps a parser, so that commander shows its error together with the flag. */
const asArgument =
  (parse: Parse) =>
  (text: string, before: unknown): unknown => {
    try {
      return parse(text, before as never);
    } catch (error) {
      if (!(error instanceof MockServerConfigError)) throw error;
      throw new InvalidArgumentError(error.message);
    }
  };

/**
 * Applies the rule of the client's `baseUrl`. The message does not contain the URL, which may contain a password.
 *
 * @returns the URL without trailing slashes.
 * @throws {@link MockServerConfigError} if the API key must not be sent there.
 */
export function checkBaseUrl({
  flag,
  text,
}: {
  readonly flag: string;
  readonly text: string;
}): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || /[@?#\\\s]/.test(text) || !isSafe(url)) {
    throw new MockServerConfigError(
      `${flag}: expected an https URL with the base path, such as https://api-sandbox.melio.com/v1, without credentials, query, fragment, backslashes or spaces. Plain http is allowed for this machine only, because every request carries the API key.`,
    );
  }
  return url.href.replace(/\/+$/, "");
}

function isSafe({ protocol, hostname }: URL): boolean {
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return protocol === "https:" || (protocol === "http:" && isLocal);
}
