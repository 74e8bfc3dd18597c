/** A request on its way through the steps below `melio.http`. */
export interface Outgoing {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: ArrayBuffer | null;
  readonly signal?: AbortSignal | undefined;
  /** Whether a response makes way for another attempt, so that its body is not worth reading. */
  readonly discards?: (response: Response) => boolean;
}

/** Sends a request; each step takes the next one and gives one of the same shape. */
export type Send = (request: Outgoing) => Promise<Response>;
