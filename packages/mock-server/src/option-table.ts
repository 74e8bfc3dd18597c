import * as rules from "./option-rules.js";
import {
  MockServerConfigError,
  type MockServerOptions,
  type RuntimeOptions,
} from "./options.js";

/** What is said of an option beside its type and its documentation, which {@link MockServerOptions} has. */
export interface OptionRow<Value> {
  readonly rule: rules.ValueRule;
  readonly default?: Value;
  /** What happens without the option, if there is no value to show. */
  readonly withoutIt?: string;
  /** For the README, and for the help of its flag. */
  readonly summary: string;
  readonly flag?: OptionFlag;
  /** Flags of files, which the command reads. */
  readonly fileFlags?: readonly Required<Pick<OptionFlag, "flags" | "help">>[];
}

/** The flag of an option in the command `melio-mock`. */
export interface OptionFlag {
  /** As in the help: `-p, --port <port>`. */
  readonly flags: string;
  /** If it differs from the option's summary. */
  readonly help?: string;
  /** If it differs from the option's default. */
  readonly default?: unknown;
}

type OptionTable = {
  readonly [Name in keyof MockServerOptions]-?: OptionRow<
    MockServerOptions[Name]
  >;
};

/**
 * The checks, defaults and flags of all options. The compiler compares it with {@link MockServerOptions}; the
 * README's table and the help of the command are made from it.
 */
export const optionTable = {
  port: {
    rule: rules.wholeNumber({ least: 0, most: 65_535 }),
    default: 0,
    summary: "port to listen on; 0 picks a free one",
    flag: { flags: "-p, --port <port>", default: 4010 },
  },
  host: {
    rule: rules.address,
    default: "127.0.0.1",
    summary: "address to listen on",
    flag: { flags: "--host <address>" },
  },
  spec: {
    rule: rules.openApiDocument,
    withoutIt: "Melio's",
    summary: "OpenAPI document to serve: an object, or a JSON or YAML file",
    flag: {
      flags: "--spec <file>",
      help: "OpenAPI document to serve, JSON or YAML",
    },
  },
  apiKeys: {
    rule: rules.apiKeys,
    withoutIt: "any key",
    summary:
      "API keys to accept, each with the Accounts that it may act for; you can repeat the flag: `--api-key key=acc_1,acc_2`",
    flag: {
      flags: "--api-key <key[=accounts]>",
      help: "API key to accept, and the Accounts it may act for, such as key=acc_1,acc_2; can be repeated",
    },
  },
  tokenTtl: {
    rule: rules.timeToLive,
    default: 3_600_000,
    summary: "how long a token is valid",
    flag: { flags: "--token-ttl <ms>" },
  },
  idempotencyTtl: {
    rule: rules.timeToLive,
    default: 86_400_000,
    summary: "how long an idempotency key is remembered",
    flag: { flags: "--idempotency-ttl <ms>" },
  },
  seed: {
    rule: rules.text,
    withoutIt: "random",
    summary: "the same seed produces the same tokens and random faults",
    flag: { flags: "--seed <text>" },
  },
  randomFaults: {
    rule: rules.randomFaults,
    default: [],
    summary: "shares of requests that fail at random: `--fail 503:0.1`",
    flag: {
      flags: "--fail <status:rate>",
      help: "share of requests that fail at random, such as 503:0.1 for 10%; can be repeated",
    },
  },
  journalSize: {
    rule: rules.wholeNumber({ least: 1, most: 1_000_000 }),
    default: 1_000,
    summary: "how many requests the journal keeps",
    flag: { flags: "--journal-size <n>" },
  },
  onRequest: {
    rule: rules.listener,
    summary: "called with each request when its answer is ready",
  },
  control: {
    rule: rules.flag,
    default: true,
    summary: "serves the control API at `/__mock`",
    flag: {
      flags: "--no-control",
      help: "turn off the control API at /__mock",
    },
  },
  allowHosts: {
    rule: rules.hostnames,
    default: [],
    withoutIt: "names of this machine",
    summary:
      "additional hostnames that the control API accepts, such as `mock` in a Compose file; you can repeat the flag",
    flag: {
      flags: "--allow-host <name>",
      help: "additional hostname that the control API accepts, such as mock; can be repeated",
    },
  },
  cors: {
    rule: rules.flag,
    default: false,
    summary: "lets browsers call the API from any origin, with credentials",
    flag: { flags: "--cors" },
  },
  keepAlive: {
    rule: rules.waitingTime,
    default: 5_000,
    summary: "how long an idle connection stays open",
    flag: { flags: "--keep-alive <ms>" },
  },
  https: {
    rule: rules.certificate,
    withoutIt: "HTTP",
    summary:
      "a certificate and its key: as PEM strings in the option, as filenames in the flags",
    fileFlags: [
      {
        flags: "--https-cert <file>",
        help: "serve HTTPS with this certificate (PEM)",
      },
      {
        flags: "--https-key <file>",
        help: "private key of the certificate (PEM)",
      },
    ],
  },
} as const satisfies OptionTable;

type Table = typeof optionTable;

type WithDefault = {
  [Name in keyof Table]: Table[Name] extends { default: unknown }
    ? Name
    : never;
}[keyof Table];

/** The options with their defaults. */
export type ResolvedOptions = MockServerOptions &
  Required<Pick<MockServerOptions, WithDefault>>;

/** A row of the table, whatever its option. */
export const rowOf = (name: keyof MockServerOptions): OptionRow<unknown> =>
  optionTable[name];

const optionNames = Object.keys(optionTable) as (keyof MockServerOptions)[];

/** The defaults of the options that have one. */
export const defaults = Object.fromEntries(
  optionNames.flatMap((name) => {
    const { default: value } = rowOf(name);
    return value === undefined ? [] : [[name, value]];
  }),
) as Pick<ResolvedOptions, WithDefault>;

/**
 * Checks the options and fills in the defaults. JavaScript callers have no compiler.
 *
 * @throws {@link MockServerConfigError} if a name is unknown or a value is invalid.
 */
export function resolveOptions(options: MockServerOptions): ResolvedOptions {
  checkIsObject(options);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options)) {
    if (!isOptionName(name)) {
      throw new MockServerConfigError(
        `Unknown option ${name}. The options are ${optionNames.join(", ")}.`,
      );
    }
    if (value === undefined) continue;
    rules.checkValue(name, rowOf(name).rule, value);
    // A copy, which the caller cannot change without a check.
    given[name] = Array.isArray(value) ? structuredClone(value) : value;
  }
  return { ...defaults, ...given };
}

function isOptionName(name: string): name is keyof MockServerOptions {
  return Object.hasOwn(optionTable, name);
}

const changeable: Record<keyof RuntimeOptions, true> = {
  tokenTtl: true,
  idempotencyTtl: true,
  randomFaults: true,
  apiKeys: true,
};

/** The options that can be changed while the server is running. */
export const runtimeOptions = Object.keys(
  changeable,
) as (keyof RuntimeOptions)[];

/** The options of a running server. */
export interface RunningOptions {
  current(): ResolvedOptions;
  /** @throws {@link MockServerConfigError} if a name is unknown or a value is invalid. Then nothing changes. */
  change(changes: RuntimeOptions): void;
  /** Restores the options of the start. */
  reset(): void;
}

export function createRunningOptions(start: ResolvedOptions): RunningOptions {
  let options = start;
  return {
    current: () => options,
    change(changes) {
      checkIsObject(changes);
      checkChangeable(changes);
      const { apiKeys, ...rest } = { ...options, ...withoutUndefined(changes) };
      const anyKey = apiKeys === null || apiKeys === undefined;
      options = resolveOptions(anyKey ? rest : { ...rest, apiKeys });
    },
    reset() {
      options = start;
    },
  };
}

function checkChangeable(changes: RuntimeOptions): void {
  const wrong = Object.keys(changes).find(
    (name) => !Object.hasOwn(changeable, name),
  );
  if (wrong === undefined) return;
  throw new MockServerConfigError(
    `The option ${wrong} cannot be changed while the server is running. You can change ${runtimeOptions.join(", ")}.`,
  );
}

/** An option of `undefined` says nothing. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined),
  ) as Options;
}

function checkIsObject(options: object): void {
  if (!rules.isObject(options))
    throw new MockServerConfigError(
      `Expected the options as an object, such as { apiKeys: ["key-1"] }, got ${rules.typeOf(options)}.`,
    );
}
