import { randomUUID } from "node:crypto";

/** What a test sends; whatever is missing makes a valid request. */
export interface Call {
  readonly url?: string;
  readonly method?: string;
  /** Over the defaults; `undefined` leaves a header out. */
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string | undefined;
}

/** What came back, its body parsed. */
export interface Reply<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** Makes a function that sends `POST /auth/token` over HTTP. */
export function createCaller(baseUrl: string) {
  return async <Body = unknown>({
    url = `${baseUrl}/auth/token`,
    method = "POST",
    headers = {},
    body,
  }: Call = {}): Promise<Reply<Body>> => {
    const all = {
      "API-Key": "test-key",
      "Idempotency-Key": randomUUID(),
      Accept: "application/json",
      ...headers,
    };
    const response = await fetch(url, {
      method,
      headers: Object.entries(all).filter(
        (header): header is [string, string] => header[1] !== undefined,
      ),
      ...(body !== undefined && { body }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? (undefined as Body) : (JSON.parse(text) as Body),
    };
  };
}
