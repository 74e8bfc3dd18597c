import type { Answer, IncomingRequest, Stub } from "../messages.js";
import { refuseBearer, type TokenJudges } from "./tokens.js";

/** The responses for paths that the spec does not have. */
export interface Stubs {
  /** Replaces an earlier stub for the same method and path. */
  add(stub: Stub): void;
  find(request: Pick<IncomingRequest, "method" | "path">): Stub | undefined;
  all(): Stub[];
  clear(): void;
}

export function createStubs(): Stubs {
  let stubs: { readonly stub: Stub; readonly pattern: RegExp }[] = [];

  return {
    add(stub) {
      const isOther = (one: Stub) =>
        one.method !== stub.method || one.path !== stub.path;
      stubs = stubs.filter((entry) => isOther(entry.stub));
      stubs.unshift({ stub, pattern: patternOf(stub.path) });
    },
    find({ method, path }) {
      const isMeant = (stub: Stub) =>
        stub.method === method || (stub.method === "GET" && method === "HEAD");
      return stubs.find(
        ({ stub, pattern }) => isMeant(stub) && pattern.test(path),
      )?.stub;
    },
    all: () => stubs.map(({ stub }) => stub).reverse(),
    clear() {
      stubs = [];
    },
  };
}

/** `/v1/vendors/{id}`: a segment in braces matches any value. */
function patternOf(path: string): RegExp {
  const segments = path
    .split("/")
    .map((segment) =>
      /^\{[^}]+\}$/.test(segment)
        ? "[^/]+"
        : segment.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"),
    );
  return new RegExp(`^${segments.join("/")}$`);
}

/** The answer of a stub: its response, or a 401 for a request without a valid token. */
export function answerStub(
  stub: Stub,
  { headers }: IncomingRequest,
  judges: TokenJudges,
): Answer {
  const refused =
    stub.auth === "none"
      ? undefined
      : refuseBearer(headers["authorization"], judges);
  if (refused !== undefined)
    return { response: refused, outcome: "unauthorized", violations: [] };
  const { status = 200, body } = stub;
  const type =
    typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return {
    response: {
      status,
      headers: {
        ...(body !== undefined && { "content-type": type }),
        ...Object.fromEntries(
          Object.entries(stub.headers ?? {}).map(([name, value]) => [
            name.toLowerCase(),
            value,
          ]),
        ),
      },
      body: typeof body === "string" ? body : (JSON.stringify(body) ?? ""),
    },
    outcome: "stubbed",
    violations: [],
  };
}
