// What every contestant sends, as the spec names it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The bundled description: the file that generators read. */
export const specFile = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi.json"),
);

const { servers, paths, components } = JSON.parse(
  readFileSync(specFile, "utf8"),
);

/** As in the spec: the type checker knows the paths by their literal names. */
export const tokenPath = "/auth/token";
if (!paths[tokenPath]?.post)
  throw new Error(`The spec has no POST ${tokenPath}`);

/** `/v1` */
export const basePath = new URL(servers[0].url).pathname;

/** A value that looks like an API key; the benchmark's server takes any. */
export const apiKey = "sk_test_0123456789abcdef";

/** ID of an Account. */
export const account = components.parameters.MelioAccount.example;

/** The headers of one call, with a new idempotency key. */
export const createHeaders = () => ({
  "API-Key": apiKey,
  ...createCallHeaders(),
});

/** {@link createHeaders} without the API key, for who has it set once. */
export const createCallHeaders = () => ({
  "Idempotency-Key": crypto.randomUUID(),
  "Melio-Account": account,
});

/** The body of a success. */
export const successBody = JSON.stringify(
  components.responses.AccessToken.content["application/json"].examples
    .accessToken.value,
);
