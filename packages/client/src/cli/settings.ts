import process from "node:process";
import { text } from "node:stream/consumers";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { createMelioClient, type MelioClient } from "../client.js";
import { resolveConfig } from "../config.js";
import { failConfig } from "../errors.js";
import type {
  MelioClientOptions,
  MelioEnvironment,
  MelioFetch,
} from "../options.js";

/** The flags of both commands. The API key is never one: other users of the machine can see arguments. */
const options = {
  account: { type: "string" },
  partner: { type: "boolean" },
  environment: { type: "string" },
  "base-url": { type: "string" },
  "allow-insecure-http": { type: "string", multiple: true },
  "api-key-stdin": { type: "boolean" },
  json: { type: "boolean" },
} satisfies ParseArgsConfig["options"];

/** What the user asked for. */
export interface Settings {
  readonly account: string | undefined;
  readonly partner: boolean;
  readonly json: boolean;
  /** Where each setting comes from: `MELIO_ENVIRONMENT`, for example. */
  readonly sources: Readonly<Record<"server" | "apiKey", string>>;
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly client: MelioClientOptions;
}

/**
 * Reads a command's arguments and the environment.
 * @throws MelioConfigError if an argument is unknown or invalid
 */
export async function readSettings(args: string[]): Promise<Settings> {
  const values = parse(args);
  const { account, partner = false, json = false } = values;
  if (account !== undefined && partner)
    failConfig("--account and --partner cannot be combined: pass one of them");
  if (account === "")
    failConfig("--account must be the ID of an Account; got an empty string");
  const fromStdin = values["api-key-stdin"] === true;
  const given = fromStdin ? (await text(process.stdin)).trim() : undefined;
  if (given === "")
    failConfig(
      "--api-key-stdin was passed, but standard input is empty: pipe the API key to it",
    );

  // The client reads the environment on its own.
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
    client,
    baseUrl,
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    sources: {
      server: serverSource(values),
      apiKey: fromStdin ? "standard input" : "MELIO_API_KEY",
    },
  };
}

/** In the client's order of precedence. */
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
    // Node's message quotes the argument, which may be a key that was passed by mistake.
    const { code, message } = error as NodeJS.ErrnoException;
    return failConfig(
      code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL"
        ? "Unexpected argument: put each value after its flag, and never pass the API key as an argument. Run melio --help."
        : `${message.split(/[.\n]/)[0]}. Run melio --help.`,
    );
  }
}

export const createClient = (
  { client }: Settings,
  fetch: MelioFetch | undefined,
): MelioClient => createMelioClient({ ...client, ...(fetch && { fetch }) });

/** The proxy for this URL's scheme, from the environment. */
export const proxyFor = ({ baseUrl }: Settings): string | undefined => {
  const name = baseUrl.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
  return (process.env[name] ?? process.env[name.toLowerCase()]) || undefined;
};

/**
 * Returns a `fetch` that uses the environment's proxy, or `undefined` if there is no proxy or undici is not
 * installed.
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
