/** What the mock takes from an OpenAPI document beside Prism's operations: names and error codes. */
export interface Contract {
  /** Path of the first server, without a slash at its end: `/v1`. */
  readonly basePath: string;
  /** Lower-case names of the headers that the mock gives a meaning; absent if the document has none. */
  readonly headers: {
    readonly apiKey: string | undefined;
    readonly idempotencyKey: string | undefined;
    readonly account: string | undefined;
  };
  /** The codes of the document's own examples of errors, by status. */
  readonly errorCodes: Readonly<Record<number, string>>;
}

// The components that carry a meaning beyond their schema. Their headers' names stand in the document.
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
