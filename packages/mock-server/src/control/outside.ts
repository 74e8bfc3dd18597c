import type { ContractResponse, IncomingRequest } from "../messages.js";

/** What programs ask for to see whether a server is up, and browsers by themselves. */
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
 * Makes the function that answers what asks no operation. It leaves no trace in the journal, and no fault
 * is spent on it.
 *
 * @param basePath - Where the operations start; tools also ask there whether the server is up.
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
