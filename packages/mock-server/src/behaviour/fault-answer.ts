import {
  type ContractResponse,
  errorResponse,
  type Fault,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { codeFor } from "./contract-check.js";

/** Whether a request with this fault is processed before its answer is spoiled. */
export function isProcessed(fault: Fault): boolean {
  return (
    fault.processed ??
    !(
      replaces(fault) ||
      fault.reset === true ||
      fault.retryAfter !== undefined ||
      !spoils(fault)
    )
  );
}

/** A fault that says only how often or whom it strikes is a plain 500. */
function spoils({
  delay,
  truncate,
  malformed,
  slowBody,
  contentType,
  headers,
}: Fault): boolean {
  return [delay, truncate, malformed, slowBody, contentType, headers].some(
    (value) => value !== undefined && value !== false,
  );
}

/** Whether it has an answer of its own, whatever becomes of the request. */
export function replaces({
  status,
  html,
  body,
  code,
  message,
}: Fault): boolean {
  return (
    html === true ||
    [status, body, code, message].some((value) => value !== undefined)
  );
}

/** The answer of a fault whose request is not processed, before it is spoiled further. */
export function faultResponse(
  fault: Fault,
  contract: Contract,
): ContractResponse {
  const { body } = fault;
  const status =
    fault.status ?? (fault.html ? 502 : body === undefined ? 500 : 200);
  if (body !== undefined)
    return { status, headers: typeOf(body), body: raw(body) };
  if (status < 400 && !fault.html) return { status, headers: {}, body: "" };
  return errorResponse(status, {
    code: fault.code ?? codeFor(contract, status),
    message:
      fault.message ?? `A fault of the mock server returned this ${status}.`,
  });
}

function raw(body: unknown): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function typeOf(body: unknown): Record<string, string> {
  if (body === "") return {};
  return {
    "content-type":
      typeof body === "string"
        ? "text/plain; charset=utf-8"
        : "application/json",
  };
}
