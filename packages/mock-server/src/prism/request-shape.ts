import type { ContractRequest } from "../contract/contract-messages.js";
import type { Operation } from "./operations.js";
import type { Preference } from "./preference.js";

/**
 * Makes the function that names the shape of a request: all that Prism's verdict hangs on, but for the
 * values of declared header parameters. Requests with a body have none, since their verdict hangs on
 * every byte.
 */
export function createShapeOf(
  operations: readonly Operation[],
): (request: ContractRequest, preference: Preference) => string | undefined {
  const { keyHeaders, valueHeaders } = headersThatDecide(operations);
  return (request, preference) => {
    const { headers } = request;
    if (
      request.body !== undefined ||
      headers["transfer-encoding"] !== undefined ||
      (headers["content-length"] ?? "0") !== "0"
    ) {
      return undefined;
    }
    // A line break cannot stand in a path or a header value, so the parts cannot run together.
    let shape = `${request.method}\n${request.path}\n${headers["accept"] ?? ""}\n${headers["content-type"] ?? ""}\n${preference.code ?? ""}\n${preference.exampleKey ?? ""}`;
    for (const name of keyHeaders) shape += headers[name] ? "\n+" : "\n-";
    for (const name of valueHeaders) shape += `\n${headers[name] ?? ""}`;
    for (const name in request.query) {
      shape += `\n${name}\n${JSON.stringify(request.query[name])}`;
    }
    return shape;
  };
}

/** Of an API key Prism asks only whether it is there; of other credentials it reads the value. */
function headersThatDecide(operations: readonly Operation[]): {
  keyHeaders: readonly string[];
  valueHeaders: readonly string[];
} {
  const keyHeaders = new Set<string>();
  const valueHeaders = new Set<string>();
  for (const scheme of operations.flatMap(
    (operation) => operation.security?.flat() ?? [],
  )) {
    if (scheme.type !== "apiKey") valueHeaders.add("authorization");
    else if (scheme.in === "header") keyHeaders.add(scheme.name.toLowerCase());
    else if (scheme.in === "cookie") valueHeaders.add("cookie");
  }
  return { keyHeaders: [...keyHeaders], valueHeaders: [...valueHeaders] };
}
