import type { ContractResponse } from "../contract/contract-messages.js";

/** The response with its body as the text that is sent. */
export function serialized(response: ContractResponse): ContractResponse {
  return typeof response.body === "string" && !isJson(response)
    ? response
    : { ...response, body: toText(response.body) };
}

/** The text that is sent; a body that is text already is taken as it is. */
export function payloadOf({ body }: ContractResponse): string {
  return typeof body === "string" ? body : toText(body);
}

function toText(body: unknown): string {
  return body === undefined ? "" : JSON.stringify(body);
}

function isJson({ headers }: ContractResponse): boolean {
  return /json/i.test(headers["content-type"] ?? "");
}
