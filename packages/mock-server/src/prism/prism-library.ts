// The one file that knows Prism, its deep imports included. The build turns it, with what it reaches of
// Prism, into one file of `dist`; nothing else imports from `@stoplight`. Prism has no exports map and
// moves files between minor versions, so its versions are pinned exactly.
import type { PrismHttpComponents } from "@stoplight/prism-http";
import mocker from "@stoplight/prism-http/dist/mocker/index.js";
import router from "@stoplight/prism-http/dist/router/index.js";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";

export { factory } from "@stoplight/prism-core";
export type {
  IHttpConfig,
  IHttpRequest,
  PrismHttpComponents,
} from "@stoplight/prism-http";
export { ProblemJsonError } from "@stoplight/prism-http/dist/types.js";
export {
  validateInput,
  validateOutput,
  validateSecurity,
} from "@stoplight/prism-http/dist/validator/index.js";
export { validate as validateHeaders } from "@stoplight/prism-http/dist/validator/validators/headers.js";
export { ValidationContext } from "@stoplight/prism-http/dist/validator/validators/types.js";
export { validateAgainstSchema } from "@stoplight/prism-http/dist/validator/validators/utils.js";
/** Reads `Prefer` (RFC 7240) as Prism's own server does. */
export { default as parsePrefer } from "parse-prefer-header";

export const mock: PrismHttpComponents["mock"] = mocker.default;
export const route: PrismHttpComponents["route"] = router.default;

/** An operation of the OpenAPI document, in Prism's own form. */
export type Operation = Awaited<
  ReturnType<typeof getHttpOperationsFromSpec>
>[number];

// Loaded on demand, since the build has prepared the default document.

/** Reads an OpenAPI document, its references resolved; an object is changed. */
export async function dereference(spec: string | object): Promise<object> {
  const { default: RefParser } = await import(
    "@stoplight/json-schema-ref-parser"
  );
  return RefParser.dereference(
    spec as Parameters<typeof RefParser.dereference>[0],
  );
}

/** Turns an OpenAPI document into Prism's operations; the document is changed. */
export async function readOperations(document: object): Promise<Operation[]> {
  const { default: reader } = await import(
    "@stoplight/prism-http/dist/utils/operations.js"
  );
  return reader.getHttpOperationsFromSpec(document);
}
