import type { Contract } from "./contract.js";

/** Who asks for what, as far as the headers tell; nothing of it is checked yet. */
export interface Caller {
  /** The header as it came, a prefix included. */
  readonly apiKey: string | undefined;
  readonly account: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly authorization: string | undefined;
}

/** Reads the headers that the document gives a meaning. */
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
