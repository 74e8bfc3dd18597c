import { createRequire } from "node:module";
import { Command } from "commander";
import { describeProxy } from "./proxy-command.js";
import { describeServe } from "./serve-command.js";
import { describeVerify } from "./verify-command.js";

/** The exit code for an invalid flag or value. */
const badUsage = 2;

/** The command `melio-mock`. */
export function createProgram(): Command {
  const { version } = createRequire(import.meta.url)("../../package.json");
  const program = new Command("melio-mock")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    // Flags before `verify` or `proxy` belong to the server, flags after it to that command.
    .enablePositionalOptions()
    .showHelpAfterError("Run melio-mock --help to see all flags.");
  describeServe(program);
  describeVerify(program.command("verify"));
  describeProxy(program.command("proxy"));
  for (const command of [program, ...program.commands]) {
    command.exitOverride(({ exitCode }) => {
      process.exit(exitCode === 0 ? 0 : badUsage);
    });
  }
  return program;
}
