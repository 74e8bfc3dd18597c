/** A request as the contract sees it: its path has no base path, its header names are lower case. */
export interface ContractRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string | string[]>;
  readonly headers: Record<string, string>;
  /** The parsed body; `undefined` if there is none. */
  readonly body?: unknown;
}

/** A response before it is written as bytes. */
export interface ContractResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}
