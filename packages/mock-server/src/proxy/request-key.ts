import { hash } from "node:crypto";
import type { ApiParts } from "../behaviour/api.js";
import {
  createHide,
  credentialsIn,
  isSecretName,
  longEnough,
  wordsOf,
} from "../behaviour/credentials.js";
import { type IncomingRequest, parseJson } from "../messages.js";

/** What a request is recognized by the help of. */
export type KeyParts = Pick<ApiParts, "contract" | "operationAt">;

/** The credentials of a request: those of its headers, its query and its body. */
export function credentialsOfRequest(
  { headers, query, body }: IncomingRequest,
  secretHeaders: readonly string[],
): string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) => {
    // A key of the contract may be short.
    if (secretHeaders.includes(name)) return wordsOf(value, 4);
    return isSecretName(name) ? wordsOf(value) : credentialsIn(value);
  });
  return [
    ...ofHeaders,
    ...longEnough(credentialsIn(query)),
    ...longEnough(credentialsIn(bodyOf(body))),
  ];
}

function bodyOf(body: IncomingRequest["body"]): unknown {
  return body instanceof Uint8Array
    ? parseJson(Buffer.from(body).toString("utf8"))
    : body;
}

/**
 * Creates the function that returns what a replay recognizes a request by: its method, path and query, the
 * headers that the description gives a meaning, and its body. Without its credentials and its idempotency
 * key, which are new in every run. It is a hash, so that a recording does not need the body.
 */
export function createRequestKey(
  { contract, operationAt }: KeyParts,
  secretHeaders: readonly string[],
): (incoming: IncomingRequest) => string {
  const { basePath, headers: names } = contract;

  function meaningful({ method, path, headers }: IncomingRequest) {
    const operation = path.startsWith(`${basePath}/`)
      ? operationAt(method.toLowerCase(), path.slice(basePath.length))
      : undefined;
    const described = (operation?.request?.headers ?? []).map(({ name }) =>
      name.toLowerCase(),
    );
    const known = [...described, names.account ?? "", "content-type"];
    return [...new Set(known)]
      .filter(
        (name) =>
          name !== names.idempotencyKey &&
          !secretHeaders.includes(name) &&
          !isSecretName(name) &&
          headers[name] !== undefined,
      )
      .sort()
      .map((name) => [name, headers[name]]);
  }

  return (incoming) => {
    const { method, path, query, body } = incoming;
    const hide = createHide(credentialsOfRequest(incoming, secretHeaders));
    const request = {
      method,
      path: hide(path),
      query: hide(query),
      headers: hide(meaningful(incoming)),
      body: inOrder(hide(bodyOf(body))) ?? null,
    };
    return hash("sha256", JSON.stringify(request), "hex");
  };
}

/** With the fields of each object in one order, because their order has no meaning (RFC 8259, section 4). */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(
    ([name, item]) => [name, inOrder(item)] as const,
  );
  return Object.fromEntries(
    fields.sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}
