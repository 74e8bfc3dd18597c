import { type Operation, validateAgainstSchema } from "./prism-library.js";

/** A JSON Schema as Prism takes it. */
export type JsonSchema = Parameters<typeof validateAgainstSchema>[1];

/** Whether a value is as its schema says, by the validator that Prism compiles once for the schema. */
export function accepts(
  ...args: Parameters<typeof validateAgainstSchema>
): boolean {
  return validateAgainstSchema(...args)._tag === "None";
}

/** The schemas that an operation's own refer to, if any do. */
export function bundleOf(operation: Operation): unknown {
  return (operation as { __bundled__?: unknown }).__bundled__;
}
