import type { ContractResponse, IncomingRequest } from "../messages.js";

/** Paths that programs request to see whether a server is up, and that browsers request on their own. */
const answers: Readonly<Record<string, ContractResponse>> = {
  "/favicon.ico": { status: 204, headers: {}, body: undefined },
  ...Object.fromEntries(
    ["/", "/health", "/healthz", "/livez", "/readyz", "/ping", "/status"].map(
      (path) => [
        path,
        {
          status: 200,
          headers: { "content-type": "application/json" },
          body: { status: "ok", server: "mock of the Melio Platform API" },
        },
      ],
    ),
  ),
};

/**
 * Creates the function that answers requests that call no operation. They do not appear in the journal, and
 * use up no fault.
 *
 * @param basePath - The base path of the operations. Tools also request it to see whether the server is up.
 * @param isTaken - Whether the description has an operation at a path, or a fault names it.
 */
export function createOutside(
  basePath: string,
  isTaken: (path: string) => boolean,
): (incoming: IncomingRequest) => ContractResponse | undefined {
  return ({ method, path }) => {
    if (method !== "GET" && method !== "HEAD") return undefined;
    const asked = path === basePath || path === `${basePath}/` ? "/" : path;
    return Object.hasOwn(answers, asked) && !isTaken(path)
      ? answers[asked]
      : undefined;
  };
}
