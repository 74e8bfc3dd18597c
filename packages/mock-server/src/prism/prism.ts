// The one file that knows Prism, its deep imports included. The build turns it, and what it reaches
// of Prism, into one file of `dist`; nothing else imports from `@stoplight`. Prism has no exports map
// and moves files between minor versions, so its versions are pinned exactly.
import { factory } from "@stoplight/prism-core";
import type {
  IHttpConfig,
  IHttpRequest,
  PrismHttpComponents,
} from "@stoplight/prism-http";
import mocker from "@stoplight/prism-http/dist/mocker/index.js";
import router from "@stoplight/prism-http/dist/router/index.js";
import { ProblemJsonError } from "@stoplight/prism-http/dist/types.js";
import type { getHttpOperationsFromSpec } from "@stoplight/prism-http/dist/utils/operations.js";
import {
  validateInput,
  validateOutput,
  validateSecurity,
} from "@stoplight/prism-http/dist/validator/index.js";
import { validate as validateBody } from "@stoplight/prism-http/dist/validator/validators/body.js";
import { validate as validateHeaders } from "@stoplight/prism-http/dist/validator/validators/headers.js";
import { ValidationContext } from "@stoplight/prism-http/dist/validator/validators/types.js";
import { validateAgainstSchema } from "@stoplight/prism-http/dist/validator/validators/utils.js";
import parsePreferHeader from "parse-prefer-header";
import type {
  ContractRequest,
  ContractResponse,
} from "../contract/contract-messages.js";
import type { Violation } from "../contract/violation.js";
import type { Preference } from "./preference.js";
import type { Verdict } from "./verdict.js";

/** An operation of the OpenAPI document, in Prism's own form. */
export type Operation = Awaited<
  ReturnType<typeof getHttpOperationsFromSpec>
>[number];

/** Reads an OpenAPI document, its references resolved. An object is not changed. */
export async function readDocument(spec: string | object): Promise<object> {
  // Loaded on demand, as what reads operations below: the default document is prepared by the build.
  const { default: RefParser } = await import(
    "@stoplight/json-schema-ref-parser"
  );
  const source = typeof spec === "string" ? spec : structuredClone(spec);
  return RefParser.dereference(
    source as Parameters<typeof RefParser.dereference>[0],
  );
}

/** Turns an OpenAPI document into Prism's operations. The document itself is not changed. */
export async function loadOperations(document: object): Promise<Operation[]> {
  const { default: reader } = await import(
    "@stoplight/prism-http/dist/utils/operations.js"
  );
  const operations = await reader.getHttpOperationsFromSpec(
    structuredClone(document),
  );
  for (const operation of operations) {
    // Prism would call the URLs that a request names; a mock for tests sends nothing by itself.
    delete operation.callbacks;
    for (const response of operation.responses) {
      for (const content of response.contents ?? [])
        putSchemaExampleLast(content);
    }
  }
  return operations;
}

/**
 * Prism answers with the first example, and lists a schema's own (under the key `default`) before those
 * of the response. All errors share a schema, so each status would answer with the same example.
 */
function putSchemaExampleLast(content: { examples?: { key: string }[] }): void {
  content.examples?.sort(
    (a, b) => Number(a.key === "default") - Number(b.key === "default"),
  );
}

/** Reads `Prefer` (RFC 7240) as Prism's own server does. */
export function parsePrefer(header: string): Record<string, string | true> {
  return parsePreferHeader(header);
}

const config: IHttpConfig = {
  isProxy: false,
  checkSecurity: true,
  validateRequest: true,
  validateResponse: false,
  errors: false,
  upstreamProxy: undefined,
  mock: { dynamic: false },
};

// Prism writes several lines about each request; the journal says the same in its own form.
const silent = {
  trace: ignore,
  debug: ignore,
  info: ignore,
  success: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
  child: () => silent,
};
function ignore(): void {}

/** Prism as a whole: route, validate, negotiate. Any part of it may be asked about any request. */
export function createPrism(
  operations: Operation[],
): (request: ContractRequest, preference: Preference) => Promise<Verdict> {
  // As Prism's own createInstance, whose module would load all of Prism.
  const components: PrismHttpComponents = {
    logger: silent as unknown as PrismHttpComponents["logger"],
    route: router.default,
    validateInput,
    validateOutput,
    validateSecurity: (options) =>
      validateSecurity(options) as ReturnType<
        PrismHttpComponents["validateSecurity"]
      >,
    mock: mocker.default,
    forward() {
      throw new Error("This server forwards nothing.");
    },
  };
  const instance = factory(config, components);
  return async (request, preference) => {
    const input: IHttpRequest = {
      method: request.method as IHttpRequest["method"],
      url: { path: request.path, query: request.query },
      headers: request.headers,
      body: request.body,
    };
    // Prism keeps the operation to itself, so it is routed to first and Prism then offered it alone.
    const routed = router.default({ resources: operations, input });
    if (routed._tag === "Left") return problemOf(routed.left);
    const operation = routed.right;
    const result = await askAndCatch(() =>
      instance.request(input, [operation], {
        ...config,
        // A fresh object each time: Prism writes the media types of one request into it.
        mock: { dynamic: false, ...preference },
      })(),
    );
    if (result._tag === "Left") return problemOf(result.left);
    const { output, validations } = result.right;
    return {
      kind: "answer",
      operation,
      violations: validations.input.map((found) =>
        violationOf("request", found),
      ),
      response: {
        status: output.statusCode,
        headers: lowerCaseNames(output.headers),
        body: output.body,
      },
    };
  };
}

/** Prism writes `Content-type`; one spelling keeps a later layer from sending a header twice. */
function lowerCaseNames(
  headers: Record<string, unknown> = {},
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      String(value),
    ]),
  );
}

/** Prism throws at a header that it cannot parse, such as `Content-Type: json`. */
async function askAndCatch<Result>(
  ask: () => Promise<Result>,
): Promise<Result | { _tag: "Left"; left: Error }> {
  try {
    return await ask();
  } catch (error) {
    return { _tag: "Left", left: error as Error };
  }
}

/** The operation that a request goes to, if there is one. */
export function findOperation(
  operations: Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const routed = router.default({
    resources: operations,
    input: { method: method as IHttpRequest["method"], url: { path } },
  });
  return routed._tag === "Right" ? routed.right : undefined;
}

/** The methods, in upper case, that the operations have at a path. */
export function methodsAt(operations: Operation[], path: string): string[] {
  const methods = new Set(operations.map((operation) => operation.method));
  return [...methods]
    .filter((method) => findOperation(operations, method, path))
    .map((method) => method.toUpperCase());
}

/** Makes a check of an operation's header parameters alone, compiled once. */
export function headerCheckOf(
  operation: Operation,
): (headers: Readonly<Record<string, string>>) => boolean {
  const specs = operation.request?.headers ?? [];
  if (specs.length === 0) return () => true;
  const bundle = bundleOf(operation);
  if (!specs.every(isPlain)) {
    return (headers) =>
      validateHeaders(
        headers,
        specs as Parameters<typeof validateHeaders>[1],
        ValidationContext.Input,
        bundle,
      )._tag === "Right";
  }
  // What validateHeaders makes of plain parameters, without making it anew for each request.
  const names = specs.map(({ name }) => name.toLowerCase());
  const schema = {
    type: "object",
    properties: Object.fromEntries(
      specs.flatMap(({ name, schema }) =>
        schema === undefined ? [] : [[name.toLowerCase(), schema]],
      ),
    ),
    required: specs
      .filter(({ required }) => required)
      .map(({ name }) => name.toLowerCase()),
  } as JsonSchema;
  return (headers) => {
    const values: Record<string, string> = {};
    for (const name of names) {
      const value = headers[name];
      // As Prism does, which takes an empty value for an absent one.
      if (value) values[name] = value;
    }
    return accepts(
      values,
      schema,
      true,
      ValidationContext.Input,
      "header",
      bundle,
    );
  };
}

/** Whether Prism takes the value of a header parameter as it stands, with nothing else to say. */
function isPlain({ schema, style, deprecated }: HeaderParameter): boolean {
  return (
    style === "simple" &&
    !deprecated &&
    schema?.type !== "array" &&
    schema?.type !== "object"
  );
}

type HeaderParameter = NonNullable<
  NonNullable<Operation["request"]>["headers"]
>[number];

function accepts(...args: Parameters<typeof validateAgainstSchema>): boolean {
  return validateAgainstSchema(...args)._tag === "None";
}

/** Where a response differs from what the operation describes; empty if nowhere. */
export function findResponseViolations(
  operation: Operation,
  response: ContractResponse,
): Violation[] {
  const result = validateOutput({
    resource: operation,
    element: {
      statusCode: response.status,
      headers: response.headers,
      body: response.body,
    },
  });
  return result._tag === "Right"
    ? []
    : result.left.map((found) => violationOf("response", found));
}

/** Makes a check of bodies alone, for a status and media type that the operation describes. */
export function bodyCheckOf(
  operation: Operation,
  status: number,
  mediaType: string,
): ((body: unknown) => boolean) | undefined {
  const described = operation.responses.find(
    ({ code }) => code === String(status),
  );
  const contents = described?.contents?.filter(
    (content) => content.mediaType === mediaType,
  );
  if (contents?.length !== 1) return undefined;
  const bundle = bundleOf(operation);
  const schema = contents[0]?.schema as JsonSchema | undefined;
  if (schema !== undefined && standsAsItIs(schema, mediaType)) {
    return (body) =>
      accepts(body, schema, false, ValidationContext.Output, "body", bundle);
  }
  return (body) =>
    validateBody(
      body,
      contents as Parameters<typeof validateBody>[1],
      ValidationContext.Output,
      mediaType,
      undefined,
      bundle,
    )._tag === "Right";
}

type JsonSchema = Parameters<typeof validateAgainstSchema>[1];

/** Prism rewrites schemas with `allOf` or `writeOnly`, and takes forms apart; JSON it only validates. */
function standsAsItIs(schema: JsonSchema, mediaType: string): boolean {
  return (
    /^application\/(.+\+)?json$/.test(mediaType) &&
    !/"(allOf|writeOnly)":/.test(JSON.stringify(schema))
  );
}

function bundleOf(operation: Operation): unknown {
  return (operation as { __bundled__?: unknown }).__bundled__;
}

function problemOf(error: Error): Verdict {
  if (!(error instanceof ProblemJsonError)) {
    return {
      kind: "problem",
      code: "unreadable",
      status: 400,
      message: error.message,
    };
  }
  return {
    kind: "problem",
    // Prism names a problem by a URL whose fragment is the code: …/errors#NO_PATH_MATCHED_ERROR
    code: error.name.replace(/^.*#/, ""),
    status: error.status,
    message: error.detail || error.message,
  };
}

const severities = ["error", "warning", "information", "hint"] as const;

function violationOf(
  part: "request" | "response",
  found: {
    path?: (string | number)[];
    code?: string | number;
    message: string;
    severity: number;
  },
): Violation {
  return {
    location: [part, ...(found.path ?? []).map(String)],
    severity: severities[found.severity] ?? "error",
    code: String(found.code ?? ""),
    message: found.message,
  };
}
