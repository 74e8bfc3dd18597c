#!/usr/bin/env node
import { createRequire } from "node:module";
import process from "node:process";
import { isMelioError } from "../errors.js";
import { examine } from "./doctor.js";
import { readSettings } from "./settings.js";
import { printToken } from "./token-command.js";

const help = `Usage: melio <command> [options]

Commands:
  token    Mint an access token, and print it.
  doctor   Say what stands between this machine and a token, and how to fix it.

Options:
  --account <id>                the Account that the token acts for
  --partner                     a token for the partner itself, which can do more
  --environment <name>          production or sandbox (default: MELIO_ENVIRONMENT, else production)
  --base-url <url>              another server (default: MELIO_BASE_URL, unless --environment is passed)
  --allow-insecure-http <host>  host to which plain http is allowed; may be repeated
  --api-key-stdin               read the API key from standard input (default: MELIO_API_KEY)
  --json                        print JSON
  -h, --help                    print this help
  -V, --version                 print the version

Examples:
  melio token --account acc_123 --environment sandbox
  vault read -field=key secret/melio | melio token --account acc_123 --api-key-stdin
  melio doctor --account acc_123

token needs --account or --partner. doctor mints a token only with one of them.
A proxy that HTTPS_PROXY names is used if the package undici is installed.
Exit codes: 0 success, 1 no token (or doctor found a fault), 2 a flag or a setting is wrong,
3 the server was not reached.
`;

/** @returns the exit code */
async function run([command, ...args]: string[]): Promise<number> {
  if (command === "--version" || command === "-V") {
    const { version } = createRequire(import.meta.url)("../../package.json");
    process.stdout.write(`${version}\n`);
    return 0;
  }
  if (command === "--help" || command === "-h") {
    process.stdout.write(help);
    return 0;
  }
  if (command !== "token" && command !== "doctor") {
    process.stderr.write(
      command === undefined
        ? help
        : `melio knows the commands token and doctor, not this one. Run melio --help.\n`,
    );
    return 2;
  }
  try {
    const settings = await readSettings(args);
    if (settings.help) process.stdout.write(help);
    else if (command === "doctor") return (await examine(settings)) ? 0 : 1;
    else await printToken(settings);
    return 0;
  } catch (error) {
    if (!isMelioError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (error.kind === "config") return 2;
    return error.kind === "connection" || error.kind === "timeout" ? 3 : 1;
  }
}

process.exitCode = await run(process.argv.slice(2));
