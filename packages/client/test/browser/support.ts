import {
  createTokenSource,
  type TokenSourceOptions,
} from "@melio-platform/client/browser";
import { vi } from "vitest";
import { hour, newToken } from "../cache/support.js";

export const endpoint = "https://shop.example/melio/token";
export const api = "https://api.melio.com/v1";

export interface Sent {
  url: string;
  method: string;
  headers: Headers;
  redirect: string;
  body: string;
}

interface World {
  /** How far the page's clock is ahead of the backend's, in milliseconds. */
  ahead?: number;
  lifetime?: number;
  /** Whether the endpoint sends its time. */
  date?: boolean;
  /** Answers the API; 401 is what it says to a token that it does not know. */
  api?: (request: Request) => Response | Promise<Response>;
  endpoint?: () => Response | Promise<Response>;
}

/** A page's token source over a `fetch` that plays the endpoint and the API. */
export function createPage(
  world: World = {},
  options: Partial<TokenSourceOptions> = {},
) {
  const { ahead = 0, lifetime = hour, date = true } = world;
  const asked: Sent[] = [];
  const called: Sent[] = [];
  const revoked = new Set<string>();

  const giveToken = () => {
    const now = Date.now() - ahead;
    const { accessToken } = newToken();
    const expiresAt = new Date(now + lifetime).toISOString();
    const headers = date ? { Date: new Date(now).toUTCString() } : undefined;
    return Response.json({ accessToken, expiresAt }, headers && { headers });
  };
  const answerApi = ({ headers }: Request) => {
    const token = headers.get("Authorization")?.replace("Bearer ", "") ?? "";
    return new Response(null, { status: revoked.has(token) ? 401 : 200 });
  };
  const fetch = vi.fn<typeof globalThis.fetch>(async (input, init) => {
    const request = new Request(input, init);
    const { url, method, headers, redirect } = request;
    const body = await request.clone().text();
    const toEndpoint = url === endpoint;
    (toEndpoint ? asked : called).push({
      url,
      method,
      headers,
      redirect,
      body,
    });
    return toEndpoint
      ? (world.endpoint ?? giveToken)()
      : (world.api ?? answerApi)(request);
  });
  const source = createTokenSource({ endpoint, fetch, ...options });
  return { source, fetch, asked, called, revoked };
}
