import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** What the suite wants to know of the spec. */
export async function readSpec() {
  const file = import.meta.resolve("@melio-platform/spec/openapi.json");
  const { servers, components } = JSON.parse(
    await readFile(fileURLToPath(file), "utf8"),
  );
  const { securitySchemes, parameters } = components;
  return {
    basePath: new URL(servers[0].url).pathname,
    headers: {
      apiKey: securitySchemes.ApiKey.name as string,
      idempotencyKey: parameters.IdempotencyKey.name as string,
      account: parameters.MelioAccount.name as string,
    },
  };
}
