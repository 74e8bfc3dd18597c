import { createRequire } from "node:module";

interface OpenApiDocument {
  paths: Record<string, Record<string, unknown>>;
}

/** The description that the server has by default. */
export const spec: OpenApiDocument = createRequire(import.meta.url)(
  "@melio-platform/spec/openapi.json",
);
