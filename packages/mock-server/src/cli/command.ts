import { Command, InvalidArgumentError, Option } from "commander";
import { MockServerConfigError } from "../config-error.js";
import { startMockServer } from "../start-mock-server.js";

/** The command `melio-mock`. */
export function createCommand(): Command {
  const command = new Command("melio-mock")
    .description(
      "A mock of the Melio Platform API: POST /auth/token as the contract has it.",
    )
    .addOption(
      new Option("-p, --port <port>", "port to listen on; 0 takes a free one")
        .default(4010)
        .argParser(parsePort),
    )
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    })
    .action(async (flags: { port: number; host: string }) => {
      try {
        const mock = await startMockServer(flags);
        console.log(`Listening on ${mock.url}. Stop with Ctrl+C.`);
        for (const signal of ["SIGINT", "SIGTERM"] as const) {
          process.once(signal, () => void mock.close());
        }
      } catch (error) {
        if (!(error instanceof MockServerConfigError)) throw error;
        console.error(`melio-mock: ${error.message}`);
        process.exitCode = 2;
      }
    });
  return command;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new InvalidArgumentError("Expected a whole number from 0 to 65535.");
  }
  return port;
}
