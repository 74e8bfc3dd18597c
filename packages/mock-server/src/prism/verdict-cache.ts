import type { ContractRequest } from "../messages.js";
import type { Preference } from "./preference.js";
import { createPrism, type Verdict } from "./prism.js";
import {
  type Operation,
  ValidationContext,
  validateHeaders,
} from "./prism-library.js";

/** Gives Prism's verdict on a request; at once if Prism has judged its like before. */
export type Judge = (
  request: ContractRequest,
  preference: Preference,
) => Verdict | Promise<Verdict>;

type Answer = Verdict & { kind: "answer" };

// A test uses a handful.
const maxShapes = 500;

/**
 * Prism, asked once for each shape of request instead of once for each request.
 *
 * The verdict on a valid request without a body depends on the shape of the request (method, path, query,
 * `Accept` and so on), on which credentials are present, and on the values of its header parameters. So of a
 * further request of a known shape only these are validated, by Prism's own function. Every other request goes
 * through all of Prism: a verdict on a body depends on every byte of it.
 */
export function createJudge(operations: Operation[]): Judge {
  const prism = createPrism(operations);
  const known = new Map<string, Answer>();
  const keyHeaders = apiKeyHeaders(operations);

  async function ask(
    request: ContractRequest,
    preference: Preference,
    shape: string,
  ): Promise<Verdict> {
    const verdict = await prism(request, preference);
    if (verdict.kind === "answer" && verdict.violations.length === 0) {
      if (known.size >= maxShapes) known.clear();
      known.set(shape, verdict);
    }
    return verdict;
  }

  return (request, preference) => {
    if (request.body !== undefined) return prism(request, preference);
    const shape = shapeOf(request, preference, keyHeaders);
    const verdict = known.get(shape);
    return verdict !== undefined && hasValidHeaders(request, verdict.operation)
      ? verdict
      : ask(request, preference, shape);
  };
}

/** JSON keeps the parts apart: two requests that differ in one of them never have the same shape. */
function shapeOf(
  { method, path, query, headers }: ContractRequest,
  { code, exampleKey }: Preference,
  keyHeaders: readonly string[],
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

/** Lower-case names of the headers in which API keys come. */
function apiKeyHeaders(operations: readonly Operation[]): string[] {
  return operations
    .flatMap(({ security }) => security?.flat() ?? [])
    .filter((scheme) => scheme.type === "apiKey" && scheme.in === "header")
    .map((scheme) => (scheme as { name: string }).name.toLowerCase());
}

function hasValidHeaders(
  { headers }: ContractRequest,
  operation: Operation,
): boolean {
  const parameters = operation.request?.headers ?? [];
  const { __bundled__: schemas } = operation as { __bundled__?: unknown };
  const { Input } = ValidationContext;
  return validateHeaders(headers, parameters, Input, schemas)._tag === "Right";
}
