// Tables of the flags of `melio-mock`, from the command itself.
import { createProgram } from "../../mock-server/dist/cli/program.js";
import { markdownTable } from "./markdown-table.js";

export function flagsTables() {
  const program = createProgram();
  const flagsOf = (/** @type {string} */ name) => {
    const command = program.commands.find((found) => found.name() === name);
    if (!command) throw new Error(`melio-mock has no command \`${name}\`.`);
    return table(command);
  };
  return {
    "mock-flags": table(program),
    "verify-flags": flagsOf("verify"),
    "proxy-flags": flagsOf("proxy"),
  };
}

/** @param {ReturnType<typeof createProgram>} command */
function table(command) {
  const help = command.createHelp();
  return markdownTable(
    ["flag", "default", "what it does"],
    help.visibleOptions(command).map((option) => {
      const [, meaning = "", named] =
        /^(.*?)(?: \(default: (.*)\))?$/.exec(option.description) ?? [];
      return [`\`${option.flags}\``, defaultOf(option, named), meaning];
    }),
  );
}

/**
 * @param {ReturnType<typeof createProgram>["options"][number]} option
 * @param {string | undefined} named What its description says of its default.
 */
function defaultOf({ defaultValue, mandatory, negate }, named) {
  if (mandatory) return "required";
  // Of a flag that switches something off it says nothing.
  if (defaultValue === undefined || negate) return named ?? "";
  return `\`${defaultValue}\``;
}
