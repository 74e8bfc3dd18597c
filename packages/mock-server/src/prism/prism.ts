import type {
  ContractRequest,
  ContractResponse,
  Violation,
} from "../messages.js";
import type { Preference } from "./preference.js";
import {
  factory,
  type IHttpConfig,
  type IHttpRequest,
  mock,
  type Operation,
  type PrismHttpComponents,
  ProblemJsonError,
  route,
  validateInput,
  validateOutput,
  validateSecurity,
} from "./prism-library.js";

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
    route,
    validateInput,
    validateOutput,
    validateSecurity: (options) =>
      validateSecurity(options) as ReturnType<
        PrismHttpComponents["validateSecurity"]
      >,
    mock,
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
    const routed = route({ resources: operations, input });
    if (routed._tag === "Left") return problemOf(routed.left, undefined);
    const operation = routed.right;
    const result = await askAndCatch(() =>
      instance.request(input, [operation], {
        ...config,
        // A fresh object each time: Prism writes the media types of one request into it.
        mock: { dynamic: false, ...preference },
      })(),
    );
    if (result._tag === "Left") return problemOf(result.left, operation);
    const { output, validations } = result.right;
    const response: ContractResponse = {
      status: output.statusCode,
      headers: lowerCaseNames(output.headers),
      body: output.body,
    };
    return {
      kind: "answer",
      operation,
      violations: validations.input.map((found) =>
        violationOf("request", found),
      ),
      response,
      checkBody: (body) =>
        findResponseViolations(operation, { ...response, body }),
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

function problemOf(error: Error, operation: Operation | undefined): Verdict {
  if (!(error instanceof ProblemJsonError)) {
    return {
      kind: "problem",
      operation,
      code: "unreadable",
      status: 400,
      message: error.message,
    };
  }
  return {
    kind: "problem",
    operation,
    // Prism names a problem by a URL whose fragment is the code: …/errors#NO_PATH_MATCHED_ERROR
    code: error.name.replace(/^.*#/, ""),
    status: error.status,
    message: error.detail || error.message,
  };
}

/** What Prism says to a request. */
export type Verdict =
  | {
      readonly kind: "answer";
      readonly operation: Operation;
      readonly violations: readonly Violation[];
      /** The response that Prism chose among those that the operation describes. */
      readonly response: ContractResponse;
      /** The violations of that response with another body. */
      readonly checkBody: (body: unknown) => readonly Violation[];
    }
  | {
      /** No response could be chosen: no such path or method, nothing acceptable. */
      readonly kind: "problem";
      /** `undefined` if there is none at the path for the method. */
      readonly operation: Operation | undefined;
      readonly code: string;
      readonly status: number;
      readonly message: string;
    };

const severities = ["error", "warning", "information", "hint"] as const;

/** What Prism found, in the mock's own words. */
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

/** The violations of a response. Empty if there are none. */
export function findResponseViolations(
  operation: Operation,
  response: ContractResponse,
): Violation[] {
  const found = askPrism(operation, response);
  return found.length > 0 ? found : mediaTypeViolations(operation, response);
}

function askPrism(
  operation: Operation,
  { status, headers, body }: ContractResponse,
): Violation[] {
  const element = { statusCode: status, headers, body };
  try {
    const result = validateOutput({ resource: operation, element });
    return result._tag === "Right"
      ? []
      : result.left.map((finding) => violationOf("response", finding));
  } catch (error) {
    // Prism throws at a media type that it cannot parse, such as `json`.
    const violation: Violation = {
      location: ["response", "header", "content-type"],
      code: "unreadable",
      severity: "error",
      message: `Response header content-type cannot be read: "${headers["content-type"]}" (${(error as Error).message})`,
    };
    return [violation];
  }
}

/** Prism takes any `+json` type for JSON: an `application/problem+json` passes as `application/json`. */
function mediaTypeViolations(
  { responses }: Operation,
  { status, headers }: ContractResponse,
): Violation[] {
  const type = headers["content-type"]?.replace(/;.*$/s, "").trim();
  if (type === undefined || !/\+json$/i.test(type)) return [];
  const described =
    responses.find(({ code }) => code === String(status)) ??
    responses.find(({ code }) => code === `${String(status)[0]}XX`) ??
    responses.find(({ code }) => code === "default");
  const types = (described?.contents ?? []).map(({ mediaType }) =>
    mediaType.replace(/;.*$/s, "").trim().toLowerCase(),
  );
  const isDescribed =
    types.length === 0 ||
    ["*/*", "application/*", type.toLowerCase()].some((name) =>
      types.includes(name),
    );
  return isDescribed
    ? []
    : [
        {
          location: ["response"],
          code: "wrong_media_type",
          severity: "error",
          message: `The received media type "${type}" does not match the one specified in the current response: ${types.join(", ")}`,
        },
      ];
}
