import type { CallFacts } from "./call.js";

/** A result together with its response, and with what can be told of the call. */
export interface WithResponse<T> extends CallFacts {
  data: T;
  /** Status and headers; the body is read already. */
  response: Response;
}

/** A promise of the result alone, that can also give the response with it. */
export interface ResponsePromise<T> extends Promise<T> {
  /** The same call's result with its response: upstream's `…_with_http_info`. Sends nothing anew. */
  withResponse(): Promise<WithResponse<T>>;
}

export function createResponsePromise<T>(
  whole: Promise<WithResponse<T>>,
): ResponsePromise<T> {
  const result = whole.then(({ data }) => data);
  return Object.assign(result, {
    withResponse() {
      // Who takes this promise instead must not hear of the other one's rejection as unhandled.
      result.catch(() => {});
      return whole;
    },
  });
}
