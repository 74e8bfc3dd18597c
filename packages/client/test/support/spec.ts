import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ErrorResponse, PostAuthResponse } from "@melio-platform/client";

interface Schema {
  $ref?: string;
  type?: string;
  required?: string[];
  properties?: Record<string, Schema>;
}

interface Parameter {
  name: string;
  required: boolean;
}

interface Spec {
  servers: { url: string; "x-environment": string }[];
  paths: Record<
    string,
    { post: { responses: Record<string, { $ref: string }> } }
  >;
  components: {
    parameters: { IdempotencyKey: Parameter; MelioAccount: Parameter };
    securitySchemes: { ApiKey: { name: string } };
    responses: Record<
      string,
      {
        content: {
          "application/json": {
            schema: Schema;
            examples: Record<string, { value: unknown }>;
          };
        };
      }
    >;
    schemas: Record<string, Schema>;
  };
}

/** The description that the client is made from; the tests take names and examples from it. */
export const spec: Spec = JSON.parse(
  readFileSync(
    fileURLToPath(import.meta.resolve("@melio-platform/spec/openapi.json")),
    "utf8",
  ),
);

const { parameters, securitySchemes, responses } = spec.components;

/** Header names in lower case, as Node gives those of a request. */
export const headerNames = {
  apiKey: securitySchemes.ApiKey.name.toLowerCase(),
  idempotencyKey: parameters.IdempotencyKey.name.toLowerCase(),
  account: parameters.MelioAccount.name.toLowerCase(),
};

function exampleOf(response: string): unknown {
  const examples = responses[response]?.content["application/json"].examples;
  return Object.values(examples ?? {})[0]?.value;
}

export const tokenBody = exampleOf("AccessToken") as PostAuthResponse;
export const errorBody = exampleOf("BadRequest") as ErrorResponse;

/** Every place below the schema where a required property stands, as paths of keys. */
export function requiredPaths(schema: Schema): string[][] {
  const resolved = schema.$ref
    ? (spec.components.schemas[schema.$ref.split("/").pop() ?? ""] as Schema)
    : schema;
  return (resolved.required ?? []).flatMap((key) => [
    [key],
    ...requiredPaths(resolved.properties?.[key] ?? {}).map((path) => [
      key,
      ...path,
    ]),
  ]);
}
