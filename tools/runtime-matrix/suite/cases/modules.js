import { apiKeys } from "../api-keys.js";
import { check, equal, rejection } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const moduleCases = [
  {
    name: "require() gives what import gives",
    only: ["node", "bun", "deno"],
    async run({ require, sdk, lab }) {
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
      // There may be two copies of the package: each knows the other's errors.
      const { createMelioClient, isMelioError } = required;
      const { baseUrl } = lab("unavailable");
      const options = { apiKey: apiKeys.usual, baseUrl, maxRetries: 0 };
      const ofRequired = await rejection(
        createMelioClient(options).auth.createToken(),
      );
      check(sdk.isMelioError(ofRequired), "import does not know the error");
      const ofImported = await rejection(
        sdk.createMelioClient(options).auth.createToken(),
      );
      check(isMelioError(ofImported), "require does not know the error");
    },
  },
];
