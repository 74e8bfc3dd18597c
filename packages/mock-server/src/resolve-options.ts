import { checkOptions } from "./check-options.js";
import { MockServerConfigError } from "./config-error.js";
import type { MockServerOptions } from "./options.js";
import { wholeNumberProblem } from "./whole-number.js";

/** What holds where an option is not given; the command shows the same in its help. */
export const defaults = {
  port: 0,
  host: "127.0.0.1",
  tokenTtl: 3_600_000,
  idempotencyTtl: 86_400_000,
  randomFaults: [],
  journalSize: 1_000,
  control: true,
  cors: false,
} as const satisfies MockServerOptions;

/** The options with their defaults. */
export type ResolvedOptions = MockServerOptions &
  Required<Pick<MockServerOptions, keyof typeof defaults>>;

/** In milliseconds, three thousand years: what expires later is no date. */
const longestTtl = 1e14;

/** @throws {@link MockServerConfigError} if an option cannot be used. */
export function resolveOptions(options: MockServerOptions): ResolvedOptions {
  checkOptions(options);
  const given = Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  );
  const resolved: ResolvedOptions = { ...defaults, ...given };
  wholeNumber("port", resolved.port, 0, 65_535);
  wholeNumber("tokenTtl", resolved.tokenTtl, 1, longestTtl);
  wholeNumber("idempotencyTtl", resolved.idempotencyTtl, 1, longestTtl);
  wholeNumber("journalSize", resolved.journalSize, 1, 1_000_000);
  checkRandomFaults(resolved.randomFaults);
  checkApiKeys(resolved.apiKeys);
  return resolved;
}

function wholeNumber(
  name: string,
  value: number,
  least: number,
  most: number,
): void {
  const problem = wholeNumberProblem(value, least, most);
  if (problem !== undefined) {
    throw new MockServerConfigError(
      `${name}: ${value} cannot be used. ${problem}`,
    );
  }
}

function checkRandomFaults(faults: ResolvedOptions["randomFaults"]): void {
  let sum = 0;
  for (const { status, rate } of faults) {
    wholeNumber("randomFaults: status", status, 400, 599);
    if (!(rate >= 0 && rate <= 1)) {
      throw new MockServerConfigError(
        `randomFaults: the rate ${rate} cannot be used. Expected a number from 0 to 1; 0.1 is every tenth request.`,
      );
    }
    sum += rate;
  }
  // Ten tenths are a little more than 1 in binary.
  if (sum > 1 + 1e-9) {
    throw new MockServerConfigError(
      `randomFaults: the rates add up to ${sum}. Expected at most 1, which is every request.`,
    );
  }
}

function checkApiKeys(keys: ResolvedOptions["apiKeys"]): void {
  for (const item of keys ?? []) {
    const key = typeof item === "string" ? item : item?.key;
    // The key itself stays out of the message: it may be a real one by mistake.
    const accounts = typeof item === "string" ? undefined : item?.accounts;
    if (typeof key !== "string" || key === "" || key.includes(" ")) {
      throw new MockServerConfigError(
        "apiKeys: a key is empty or has a space in it. Expected keys without a prefix; requests may put one before the key, with a space between.",
      );
    }
    const areTexts =
      Array.isArray(accounts) &&
      accounts.every((account) => typeof account === "string" && account);
    if (accounts !== undefined && !areTexts) {
      throw new MockServerConfigError(
        'apiKeys: the accounts of a key cannot be used. Expected an array of IDs that are not empty, for example ["acc_1", "acc_2"], or none for every Account.',
      );
    }
  }
}
