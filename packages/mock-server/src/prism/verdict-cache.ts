import type { ContractRequest } from "../messages.js";
import type { Preference } from "./preference.js";
import type { Verdict } from "./prism.js";
import { type Operation, ValidationContext } from "./prism-library.js";
import { accepts, bundleOf, type JsonSchema } from "./response-check.js";

/** What Prism says to a request that keeps the contract. */
export type GoodVerdict = Verdict & { kind: "answer" };

/**
 * Remembers Prism's verdict on valid requests without a body. It depends on the request's shape (method,
 * path, query, `Accept` and so on), on whether credentials are present, and on the values of the declared
 * header parameters. Prism judges each shape once; of a further request of that shape only the header
 * parameters are validated, by Prism's own validator. The verdict on a body depends on every byte of it.
 */
export interface VerdictCache {
  find(
    request: ContractRequest,
    preference: Preference,
  ): GoodVerdict | undefined;
  keep(
    request: ContractRequest,
    preference: Preference,
    verdict: GoodVerdict,
  ): void;
}

interface Known {
  readonly verdict: GoodVerdict;
  accepts(headers: Readonly<Record<string, string>>): boolean;
}

// A test uses a handful.
const maxShapes = 500;

export function createVerdictCache(
  operations: readonly Operation[],
): VerdictCache {
  const known = new Map<string, Known>();
  const keyHeaders = apiKeyHeaders(operations);
  const checks = new Map(
    operations.map((operation) => [operation, headerCheckOf(operation)]),
  );

  /** No two requests that differ in what decides have the same: JSON keeps its parts apart. */
  function shapeOf(
    { method, path, query, headers }: ContractRequest,
    { code, exampleKey }: Preference,
  ): string {
    return JSON.stringify([
      method,
      path,
      query,
      code,
      exampleKey,
      headers["accept"],
      headers["content-type"],
      headers["authorization"],
      headers["cookie"],
      // Of an API key Prism asks only whether it is there; of other credentials it reads the value.
      ...keyHeaders.map((name) => Boolean(headers[name])),
    ]);
  }

  return {
    find(request, preference) {
      if (request.body !== undefined) return undefined;
      const found = known.get(shapeOf(request, preference));
      return found?.accepts(request.headers) ? found.verdict : undefined;
    },
    keep(request, preference, verdict) {
      const accepts = checks.get(verdict.operation);
      if (request.body !== undefined || accepts === undefined) return;
      if (known.size >= maxShapes) known.clear();
      known.set(shapeOf(request, preference), { verdict, accepts });
    },
  };
}

/** Lower-case names of the headers in which API keys come. */
function apiKeyHeaders(operations: readonly Operation[]): string[] {
  return operations
    .flatMap(({ security }) => security?.flat() ?? [])
    .filter((scheme) => scheme.type === "apiKey" && scheme.in === "header")
    .map((scheme) => (scheme as { name: string }).name.toLowerCase());
}

/**
 * Prism's header validation for plain parameters, compiled once instead of for each request. `undefined` if
 * an operation has other parameters.
 */
function headerCheckOf(operation: Operation): Known["accepts"] | undefined {
  const parameters = operation.request?.headers ?? [];
  const arePlain = parameters.every(
    ({ schema, style, deprecated }) =>
      style === "simple" &&
      !deprecated &&
      schema?.type !== "array" &&
      schema?.type !== "object",
  );
  if (!arePlain) return undefined;
  const names = parameters.map(({ name }) => name.toLowerCase());
  const schema = {
    type: "object",
    properties: Object.fromEntries(
      parameters.map(({ name, schema }) => [name.toLowerCase(), schema ?? {}]),
    ),
    required: names.filter((_, index) => parameters[index]?.required),
  } as JsonSchema;
  const bundle = bundleOf(operation);
  return (headers) => {
    // As Prism does, which takes an empty value for an absent one.
    const values: Record<string, string> = {};
    for (const name of names) {
      const value = headers[name];
      if (value) values[name] = value;
    }
    const { Input } = ValidationContext;
    return accepts(values, schema, true, Input, "header", bundle);
  };
}
