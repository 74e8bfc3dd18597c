import { check, equal } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const moduleCases = [
  {
    name: "require() gives what import gives",
    only: ["node", "bun", "deno"],
    async run({ require, sdk }) {
      check(require, "there is no require");
      const required = Object(require("@melio-platform/client"));
      const names = Object.keys(sdk).sort();
      equal(
        Object.keys(required)
          .filter((name) => name !== "module.exports")
          .sort(),
        names,
        "exports",
      );
      check(
        required.createMelioClient === sdk.createMelioClient,
        "there are two copies of the package",
      );
    },
  },
];
