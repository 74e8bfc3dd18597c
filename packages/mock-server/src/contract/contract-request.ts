import { type IncomingRequest, maxBody } from "../http/incoming-request.js";
import type { ContractRequest } from "./contract-messages.js";
import type { Violation } from "./violation.js";

/** Turns a request into what the contract speaks of; or into the violation that prevents it. */
export function toContractRequest(
  { method, path, query, headers, body }: IncomingRequest,
  basePath: string,
): ContractRequest | Violation {
  if (path !== basePath && !path.startsWith(`${basePath}/`)) {
    return violation(
      ["path"],
      "no_path",
      `No operation at ${path}; every path starts with ${basePath}, as in the servers of the description`,
    );
  }
  const request = {
    method: method.toLowerCase(),
    path: path.slice(basePath.length) || "/",
    query: query === "" ? noQuery : parseQuery(query),
    headers: headers as Record<string, string>,
  };
  if (body === undefined) return request;
  if (body === "too-large") {
    return violation(
      ["body"],
      "too_large",
      `Request body is longer than ${maxBody} bytes`,
    );
  }
  const text = body.toString("utf8");
  if (!isJson(headers["content-type"])) return { ...request, body: text };
  try {
    return { ...request, body: JSON.parse(text) };
  } catch {
    return violation(["body"], "json", "Request body is not valid JSON");
  }
}

const noQuery: Record<string, string> = Object.freeze({});

function parseQuery(query: string): Record<string, string | string[]> {
  const parameters = new URLSearchParams(query);
  const parsed: Record<string, string | string[]> = {};
  for (const name of new Set(parameters.keys())) {
    const values = parameters.getAll(name);
    parsed[name] = values.length === 1 ? (values[0] as string) : values;
  }
  return parsed;
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}

function violation(
  location: string[],
  code: string,
  message: string,
): Violation {
  return {
    location: ["request", ...location],
    code,
    severity: "error",
    message,
  };
}
