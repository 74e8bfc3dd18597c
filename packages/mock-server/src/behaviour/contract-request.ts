import {
  type ContractRequest,
  type IncomingRequest,
  maxBody,
  type Violation,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { requestViolation } from "./refusals.js";

// As Node reads it: a byte order mark stays, which JSON does not allow (RFC 8259, section 8.1).
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Converts a request to the terms of the contract, or returns the violation that prevents it. */
export function toContractRequest(
  { method, path, query, headers, body }: IncomingRequest,
  basePath: string,
): ContractRequest | Violation {
  if (path !== basePath && !path.startsWith(`${basePath}/`)) {
    return requestViolation({
      place: ["path"],
      code: "no_path",
      message: `No operation at ${path}; every path starts with ${basePath}, as in the servers of the description`,
    });
  }
  const request = {
    method: method.toLowerCase(),
    path: path.slice(basePath.length) || "/",
    query: query === "" ? noQuery : parseQuery(query),
    headers: headersFor(headers, body),
  };
  if (body === undefined) return request;
  if (body === "too-large") {
    return requestViolation({
      place: ["body"],
      code: "too_large",
      message: `Request body is longer than ${maxBody} bytes`,
    });
  }
  const text = decoder.decode(body);
  if (!isJson(headers["content-type"])) return { ...request, body: text };
  try {
    return { ...request, body: JSON.parse(text) };
  } catch {
    return requestViolation({
      place: ["body"],
      code: "json",
      message: "Request body is not valid JSON",
    });
  }
}

/**
 * Prism takes a body for present by its announced length; what counts is what came. And its search for
 * parameters of a media type takes the square of the white space's length.
 */
function headersFor(
  headers: IncomingRequest["headers"],
  body: IncomingRequest["body"],
): Record<string, string> {
  const length = String(body?.length ?? 0);
  const mediaType = headers["content-type"];
  const isLengthRight =
    headers["transfer-encoding"] === undefined &&
    (headers["content-length"] ?? "0") === length;
  const isSpaced = mediaType !== undefined && /\s\s/.test(mediaType);
  if (isLengthRight && !isSpaced) return headers as Record<string, string>;
  const { "transfer-encoding": _, ...rest } = headers;
  return {
    ...rest,
    "content-length": length,
    ...(isSpaced && { "content-type": mediaType.replace(/\s+/g, " ") }),
  };
}

const noQuery: Record<string, string> = Object.freeze({});

function parseQuery(query: string): Record<string, string | string[]> {
  const parsed = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    const before = parsed.get(name);
    if (before === undefined) parsed.set(name, value);
    else if (Array.isArray(before)) before.push(value);
    else parsed.set(name, [before, value]);
  }
  return Object.fromEntries(parsed);
}

function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[^;]+\+)?json\s*(?:;|$)/i.test(contentType ?? "");
}

/** The caller, as far as the headers identify it. Nothing is checked yet. */
export interface Caller {
  /** The header as it came, a prefix included. */
  readonly apiKey: string | undefined;
  readonly account: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
}

/** Reads the headers that have a meaning in the spec. */
export function callerOf(
  headers: Readonly<Record<string, string>>,
  { headers: names }: Contract,
): Caller {
  const read = (name: string | undefined) =>
    name === undefined ? undefined : headers[name];
  return {
    apiKey: read(names.apiKey),
    account: read(names.account),
    idempotencyKey: read(names.idempotencyKey),
    authorization: headers["authorization"],
  };
}
