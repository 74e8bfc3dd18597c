import type { Command } from "commander";
export function describeVerify(command: Command): void {
  command.description("soon");
}
