import process from "node:process";
import { text } from "node:stream/consumers";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { createMelioClient, type MelioClient } from "../client.js";
import { resolveConfig } from "../config.js";
import { MelioConfigError } from "../errors.js";
import type {
  MelioClientOptions,
  MelioEnvironment,
  MelioFetch,
} from "../options.js";

/** What both commands take. The API key is never an argument: other users of the machine see those. */
const options = {
  account: { type: "string" },
  partner: { type: "boolean" },
  environment: { type: "string" },
  "base-url": { type: "string" },
  "allow-insecure-http": { type: "string", multiple: true },
  "api-key-stdin": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} satisfies ParseArgsConfig["options"];

/** What a command was asked for. */
export interface Settings {
  readonly account: string | undefined;
  readonly partner: boolean;
  readonly json: boolean;
  readonly help: boolean;
  /** Where each setting comes from: `MELIO_ENVIRONMENT`, say. */
  readonly sources: Readonly<Record<"server" | "apiKey", string>>;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly client: MelioClientOptions;
}

/**
 * Reads the arguments of a command, and the environment.
 * @throws MelioConfigError for an argument that is unknown or wrong
 */
export async function readSettings(args: string[]): Promise<Settings> {
  const values = parse(args);
  const { account, partner = false, json = false, help = false } = values;
  if (account !== undefined && partner)
    fail("--account and --partner exclude each other");
  if (account === "") fail("--account must be the ID of an Account");
  const fromStdin = values["api-key-stdin"] === true;
  const given = fromStdin ? (await text(process.stdin)).trim() : undefined;
  if (given === "")
    fail("--api-key-stdin was passed, but standard input is empty");

  // What is in the environment, the client reads by itself.
  const client: MelioClientOptions = {
    ...(given && { apiKey: given }),
    ...(values["allow-insecure-http"] && {
      allowInsecureHttp: values["allow-insecure-http"],
    }),
    ...(values["base-url"] !== undefined && { baseUrl: values["base-url"] }),
    ...(values.environment !== undefined && {
      environment: values.environment as MelioEnvironment,
    }),
  };
  const { baseUrl, apiKey } = resolveConfig(client);
  return {
    account,
    partner,
    json,
    help,
    client,
    baseUrl,
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    sources: {
      server: serverSource(values),
      apiKey: fromStdin ? "standard input" : "MELIO_API_KEY",
    },
  };
}

/** In the order in which the client looks. */
function serverSource(values: ReturnType<typeof parse>): string {
  if (values["base-url"]) return "--base-url";
  if (values.environment) return "--environment";
  if (process.env["MELIO_BASE_URL"]) return "MELIO_BASE_URL";
  return process.env["MELIO_ENVIRONMENT"]
    ? "MELIO_ENVIRONMENT"
    : "the default, production";
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    // Node's message names what stands alone, which may be a key that was passed by mistake.
    const { code, message } = error as NodeJS.ErrnoException;
    return fail(
      code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL"
        ? "A value stands alone: each follows its flag, and the API key is never an argument. Run melio --help."
        : `${message.split(/[.\n]/)[0]}. Run melio --help.`,
    );
  }
}

export const createClient = (
  { client }: Settings,
  fetch: MelioFetch | undefined,
): MelioClient => createMelioClient({ ...client, ...(fetch && { fetch }) });

/** The proxy that the environment names for this URL's scheme. */
export const proxyFor = ({ baseUrl }: Settings): string | undefined => {
  const name = baseUrl.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
  return (process.env[name] ?? process.env[name.toLowerCase()]) || undefined;
};

/**
 * The `fetch` that obeys the environment's proxy, if undici is installed; else Node's own.
 */
export async function findFetch(
  settings: Settings,
): Promise<MelioFetch | undefined> {
  if (!proxyFor(settings)) return undefined;
  try {
    const { createNodeFetch } = await import("../node/index.js");
    return createNodeFetch();
  } catch {
    return undefined;
  }
}

function fail(message: string): never {
  throw new MelioConfigError(message);
}
