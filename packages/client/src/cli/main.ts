#!/usr/bin/env node
import { createRequire } from "node:module";
import process from "node:process";
import { isMelioError } from "../errors.js";
import { examine } from "./doctor.js";
import { readSettings } from "./settings.js";
import { printToken } from "./token-command.js";

const help = `Usage: melio <command> [options]

Commands:
  token    Mint an access token and print it.
  doctor   Find out why this machine gets no token, and how to fix it.

Options:
  --account <id>                Account that the token acts for
  --partner                     mint a token for the Partner itself, which can do more
  --environment <name>          production or sandbox (default: MELIO_ENVIRONMENT, else production)
  --base-url <url>              URL of another server (default: MELIO_BASE_URL, unless --environment is set)
  --allow-insecure-http <host>  allow plain http to this host; can be repeated
  --api-key-stdin               read the API key from standard input (default: MELIO_API_KEY)
  --json                        print JSON
  -h, --help                    print this help
  -V, --version                 print the version

Examples:
  melio token --account acc_123 --environment sandbox
  vault read -field=key secret/melio | melio token --account acc_123 --api-key-stdin
  melio doctor --account acc_123

token requires --account or --partner. doctor mints a token only if you pass one of them.
To use the proxy in HTTPS_PROXY, install the package undici.

Exit codes:
  0  success
  1  no token was minted, or doctor found a problem
  2  a flag or a setting is invalid
  3  the server could not be reached
`;

/** @returns the exit code */
async function run(line: string[]): Promise<number> {
  const [command, ...args] = line;
  if (command === "--version" || command === "-V") {
    const { version } = createRequire(import.meta.url)("../../package.json");
    process.stdout.write(`${version}\n`);
    return 0;
  }
  // Before anything is checked: whoever asks for help may have a wrong setting.
  if (line.includes("--help") || line.includes("-h")) {
    process.stdout.write(help);
    return 0;
  }
  if (command !== "token" && command !== "doctor") {
    process.stderr.write(
      command === undefined
        ? help
        : `Unknown command: use token or doctor. Run melio --help.\n`,
    );
    return 2;
  }
  try {
    const settings = await readSettings(args);
    if (command === "doctor") return (await examine(settings)) ? 0 : 1;
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
