import { apiKeys } from "../api-keys.js";
import { check, equal, rejects } from "../expect.js";

/** @typedef {Record<string, string | undefined>} Variables */

/** @type {import("../case.js").Case[]} */
export const environmentCases = [
  {
    name: "takes key and base URL from the environment when it is created",
    only: ["node", "bun", "deno"],
    async run({ sdk, lab, settings }) {
      const { process } = /** @type {{ process: { env: Variables } }} */ (
        /** @type {unknown} */ (globalThis)
      );
      process.env.MELIO_API_KEY = apiKeys.fromEnvironment;
      process.env.MELIO_BASE_URL = lab("mock").baseUrl;
      const melio = sdk.createMelioClient();
      delete process.env.MELIO_API_KEY;
      delete process.env.MELIO_BASE_URL;
      await melio.auth.createToken();
      const [request] = await lab("mock").requests();
      equal(
        new Map(request?.headers).get(settings.headers.apiKey.toLowerCase()),
        apiKeys.fromEnvironment,
        "API key on the wire",
      );
    },
  },
  {
    name: "asks for a key if none is given, at the first call",
    async run({ createClient }) {
      const melio = createClient({ apiKey: undefined });
      const error = await rejects(melio.auth.createToken(), "MelioConfigError");
      check(error.message.includes("MELIO_API_KEY"), error.message);
    },
  },
  {
    name: "works without the right to read the environment",
    only: ["deno"],
    async run({ createClient }) {
      const { Deno } =
        /** @type {{ Deno: { permissions: { revoke(what: object): Promise<{ state: string }> } } }} */ (
          /** @type {unknown} */ (globalThis)
        );
      const { state } = await Deno.permissions.revoke({ name: "env" });
      check(state !== "granted", `the right is still ${state}`);
      await createClient().auth.createToken();
    },
  },
];
