import type { Operation } from "./spec.js";
import type { Judge } from "./verdict-cache.js";

/** Compiling validators takes longer than a hundred requests; more than these would delay the start. */
const warmedOperations = 3;

/**
 * Lets Prism compile what the first requests need, so that they are as fast as the rest. Nothing of it is
 * remembered.
 */
export async function warmUp(
  judge: Judge,
  operations: readonly Operation[],
): Promise<void> {
  for (const operation of operations.slice(0, warmedOperations)) {
    const request = {
      method: operation.method,
      path: operation.path,
      query: {},
      headers: { ...exampleHeaders(operation), accept: "application/json" },
    };
    // What is judged a second time is looked up, and its body checked by a validator of its own.
    for (const _ of ["judged", "looked up"]) {
      const verdict = await judge(request, {});
      if (verdict.kind === "answer") verdict.checkBody(verdict.response.body);
    }
  }
}

function exampleHeaders({
  request,
  security,
}: Operation): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { name, examples } of request?.headers ?? []) {
    const example = examples?.[0];
    headers[name.toLowerCase()] = String(
      example && "value" in example ? example.value : "example",
    );
  }
  for (const scheme of security?.flat() ?? [])
    if (scheme.type === "apiKey" && scheme.in === "header")
      headers[scheme.name.toLowerCase()] = "example";
  return headers;
}
