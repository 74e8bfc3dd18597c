import { readFile } from "node:fs/promises";
import { MockServerConfigError } from "../options.js";
import {
  dereference,
  type IHttpRequest,
  type Operation,
  readOperations,
  route,
} from "./prism-library.js";

/** Names and error codes that the mock server reads from the spec, in addition to Prism's operations. */
export interface Contract {
  /** Path of the first server, without a slash at its end: `/v1`. */
  readonly basePath: string;
  /** Lower-case names of the headers with a meaning for the mock server. Absent if the spec has none. */
  readonly headers: {
    readonly apiKey: string | undefined;
    readonly idempotencyKey: string | undefined;
    readonly account: string | undefined;
  };
  /** How the document itself spells these headers, by their lower-case names. */
  readonly spelling: Readonly<Record<string, string>>;
  /** Lower-case names of the headers in which any of the document's API keys come. */
  readonly secretHeaders: readonly string[];
  /** The codes of the document's own examples of errors, by status. */
  readonly errorCodes: Readonly<Record<number, string>>;
}

// The components with a meaning beyond their schema. The document has the names of their headers.
const componentNames = {
  apiKey: "ApiKey",
  idempotencyKey: "IdempotencyKey",
  account: "MelioAccount",
} as const;

/** Reads an OpenAPI 3 document without references. */
export function readContract(document: object): Contract {
  const { servers, components, paths } = document as OpenApiDocument;
  const errorCodes: Record<number, string> = {};
  for (const pathItem of Object.values(paths ?? {})) {
    for (const operation of Object.values(pathItem)) {
      for (const [status, response] of Object.entries(
        operation?.responses ?? {},
      )) {
        const code = firstErrorCode(response);
        if (code !== undefined) errorCodes[Number(status)] ??= code;
      }
    }
  }
  const { securitySchemes, parameters } = components ?? {};
  return {
    basePath: basePathOf(servers?.[0]?.url),
    headers: {
      apiKey: headerName(securitySchemes?.[componentNames.apiKey]),
      idempotencyKey: headerName(parameters?.[componentNames.idempotencyKey]),
      account: headerName(parameters?.[componentNames.account]),
    },
    spelling: Object.fromEntries(
      [
        securitySchemes?.[componentNames.apiKey],
        parameters?.[componentNames.idempotencyKey],
        parameters?.[componentNames.account],
      ].flatMap((component) =>
        component?.name === undefined
          ? []
          : [[component.name.toLowerCase(), component.name]],
      ),
    ),
    secretHeaders: Object.values(securitySchemes ?? {})
      .map(headerName)
      .filter(isDefined),
    errorCodes,
  };
}

function basePathOf(url: string | undefined): string {
  if (url === undefined) return "";
  return new URL(url, "http://localhost").pathname.replace(/\/+$/, "");
}

function headerName(
  component: { name?: string; in?: string } | undefined,
): string | undefined {
  return component?.in === "header" ? component.name?.toLowerCase() : undefined;
}

function firstErrorCode(
  response: ResponseObject | undefined,
): string | undefined {
  for (const { examples } of Object.values(response?.content ?? {})) {
    for (const { value } of Object.values(examples ?? {})) {
      if (typeof value?.error?.code === "string") return value.error.code;
    }
  }
  return undefined;
}

interface OpenApiDocument {
  servers?: { url: string }[];
  paths?: Record<
    string,
    Record<string, { responses?: Record<string, ResponseObject> } | undefined>
  >;
  components?: {
    securitySchemes?: Record<string, { name?: string; in?: string }>;
    parameters?: Record<string, { name?: string; in?: string }>;
  };
}

interface ResponseObject {
  content?: Record<
    string,
    { examples?: Record<string, { value?: { error?: { code?: unknown } } }> }
  >;
}

/** A file of this package, by its path in the package. */
export const packageFile = (path: string): URL =>
  new URL(`../../${path}`, import.meta.url);

/** An OpenAPI document, ready to be served. */
export interface LoadedSpec {
  readonly operations: Operation[];
  readonly contract: Contract;
}

const prepared = packageFile("dist/spec/prepared.json");
let loadedDefault: Promise<LoadedSpec> | undefined;

/**
 * Loads the document of the package `@melio-platform/spec`, as prepared by the build, or another: a path
 * of a JSON or YAML file, or the document as an object.
 */
export async function loadSpec(
  spec: string | object | undefined,
): Promise<LoadedSpec> {
  if (spec !== undefined) return prepareSpec(spec);
  // Servers of one process share data that never changes.
  loadedDefault ??= readFile(prepared, "utf8").then(
    (text) => JSON.parse(text) as LoadedSpec,
  );
  return loadedDefault;
}

/** What {@link loadSpec} does with a document of the caller's, and the build with the default one. */
export async function prepareSpec(spec: string | object): Promise<LoadedSpec> {
  let document: object;
  try {
    document = await readDocument(spec);
  } catch (cause) {
    // A parser's message has several lines.
    const reason = (cause as Error).message.replace(/\s+/g, " ").trim();
    throw new MockServerConfigError(
      `spec: cannot read ${typeof spec === "string" ? spec : "the document"}: ${reason.replace(/\.$/, "")}. Expected an OpenAPI 3 document, or the path of a JSON or YAML file with one.`,
      { cause },
    );
  }
  if (!/^3\./.test(String((document as { openapi?: unknown }).openapi))) {
    throw new MockServerConfigError(
      "spec: not an OpenAPI 3 document. Expected an object with `openapi: 3.x`. Other versions are not supported.",
    );
  }
  const operations = await loadOperations(document);
  return { operations, contract: readContract(document) };
}

/** What the mock server needs to know about an operation, in addition to Prism's verdict. */
export interface OperationTraits {
  readonly takesIdempotencyKey: boolean;
  readonly takesAccessToken: boolean;
  readonly describesBadRequest: boolean;
  /** Lower-case names of optional headers that, if they are there, must not be empty. */
  readonly neverEmptyHeaders: readonly string[];
  /** The credentials that it takes, for a person: `API-Key header`. */
  readonly credentials: readonly string[];
  /** What a 401 says in `WWW-Authenticate` (RFC 9110, section 11.6.1). */
  readonly challenge: string;
  /** Lower-case names of the headers that must not come twice. */
  readonly singleHeaders: ReadonlySet<string>;
}

/** Headers that are not lists, for any operation (RFC 9110, section 5.3). */
const alwaysSingle = [
  "host",
  "authorization",
  "content-type",
  "content-length",
];

/** Makes the function that looks these up, once per operation. */
export function createTraitsOf(
  contract: Contract,
): (operation: Operation) => OperationTraits {
  const known = new WeakMap<Operation, OperationTraits>();
  return (operation) => {
    let traits = known.get(operation);
    if (traits === undefined) {
      traits = {
        takesIdempotencyKey:
          operation.request?.headers?.some(
            ({ name }) =>
              name.toLowerCase() === contract.headers.idempotencyKey,
          ) ?? false,
        takesAccessToken:
          operation.security
            ?.flat()
            .some(
              (scheme) => scheme.type === "http" && scheme.scheme === "bearer",
            ) ?? false,
        neverEmptyHeaders: (operation.request?.headers ?? [])
          .filter(({ required, schema }) => !required && schema?.minLength)
          .map(({ name }) => name.toLowerCase()),
        credentials: (operation.security?.flat() ?? []).map((scheme) =>
          scheme.type === "apiKey"
            ? `${scheme.name} ${scheme.in}`
            : "Authorization header",
        ),
        challenge: challengeOf(operation),
        singleHeaders: new Set([
          ...alwaysSingle,
          ...Object.values(contract.headers).filter(isDefined),
          ...(operation.request?.headers ?? [])
            .filter(({ schema }) => schema?.type !== "array")
            .map(({ name }) => name.toLowerCase()),
        ]),
        describesBadRequest: operation.responses.some(
          ({ code }) => code === "400",
        ),
      };
      known.set(operation, traits);
    }
    return traits;
  };
}

const isDefined = (name: string | undefined): name is string =>
  name !== undefined;

/** API keys have no registered authentication scheme. The parameter says where to send the key. */
function challengeOf({ security }: Operation): string {
  const challenges = (security?.flat() ?? []).map((scheme) => {
    if (scheme.type === "apiKey") return `ApiKey ${scheme.in}="${scheme.name}"`;
    return scheme.type === "http" && scheme.scheme !== "bearer"
      ? `${scheme.scheme}`
      : "Bearer";
  });
  return [...new Set(challenges)].join(", ") || "Bearer";
}

export type { Operation } from "./prism-library.js";

/** Reads an OpenAPI document, its references resolved. An object is not changed. */
export function readDocument(spec: string | object): Promise<object> {
  return dereference(typeof spec === "string" ? spec : structuredClone(spec));
}

/** Turns an OpenAPI document into Prism's operations. The document itself is not changed. */
export async function loadOperations(document: object): Promise<Operation[]> {
  const operations = await readOperations(structuredClone(document));
  for (const operation of operations) {
    // Prism would call URLs that a request names. A mock server for tests must not send requests.
    delete operation.callbacks;
    for (const { contents = [] } of operation.responses) {
      for (const content of contents) putSchemaExampleLast(content);
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

/** The operation that a request goes to, if there is one. */
export function findOperation(
  operations: Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const routed = route({
    resources: operations,
    input: { method: method as IHttpRequest["method"], url: { path } },
  });
  return routed._tag === "Right" ? routed.right : undefined;
}

/** The methods, in upper case, that the operations have at a path. */
export function methodsAt(operations: Operation[], path: string): string[] {
  const methods = new Set(operations.map((operation) => operation.method));
  const found = [...methods]
    .filter((method) => findOperation(operations, method, path))
    .map((method) => method.toUpperCase());
  // RFC 9110, section 9.1: whoever answers GET answers HEAD.
  return found.includes("GET") && !found.includes("HEAD")
    ? [...found, "HEAD"]
    : found;
}
