import { servers } from "../generated/contract.js";
import { refusedTokenHeader } from "../refused-token-header.js";
import type { TokenSourceOptions } from "./options.js";
import { isYoung, type PageToken, readToken } from "./page-token.js";
import { shareAmongTabs } from "./tabs.js";
import type { TokenSource } from "./token-source.js";

/** How long the endpoint may take, in milliseconds. */
const timeout = 10_000;

/**
 * Creates what gives a page its access token, from your backend's token handler. The token is in
 * memory alone; one request serves all callers, and all tabs that ask at once.
 *
 * @example
 * ```ts
 * import { createTokenSource } from "@melio-platform/client/browser";
 *
 * const melio = createTokenSource({ endpoint: "/melio/token" });
 * const response = await melio.fetch("https://api.melio.com/v1/accounts");
 * ```
 */
export function createTokenSource({
  endpoint,
  fetch: customFetch,
  apiOrigins = Object.values(servers),
}: TokenSourceOptions): TokenSource {
  const origins = apiOrigins.map((url) => new URL(url).origin);
  const send: typeof fetch = (...request) => (customFetch ?? fetch)(...request);

  let held: PageToken | undefined;
  let asking: Promise<PageToken> | undefined;

  const ask = async (): Promise<PageToken> => {
    const askedAt = Date.now();
    const response = await send(endpoint, {
      method: "POST",
      headers:
        held?.lifetime === 0 ? { [refusedTokenHeader]: held.accessToken } : {},
      credentials: "include", // the session's cookie, also to another origin of yours
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    return readToken(response, askedAt);
  };

  async function obtain(): Promise<PageToken> {
    if (held && isYoung(held, 0.95)) return held;
    asking ??= shareAmongTabs(`melio-token:${endpoint}`, ask, held).finally(
      () => {
        asking = undefined;
      },
    );
    try {
      held = await asking;
    } catch (error) {
      if (!held || !isYoung(held, 1)) throw error; // else good for a while yet
    }
    return held;
  }

  return {
    getToken: async () => (await obtain()).accessToken,

    async fetch(input, init) {
      // As `fetch` itself reads it: nothing must be taken for another origin than it goes to.
      const { url } = new Request((input as Request).url ?? input);
      if (!origins.includes(new URL(url).origin)) return send(input, init);

      const request = new Request(input, init);
      const sendWith = ({ accessToken }: PageToken, request: Request) => {
        request.headers.set("Authorization", `Bearer ${accessToken}`);
        // Not every browser takes the header away when a redirect leaves the origin.
        return send(request, { redirect: "error" });
      };
      const token = await obtain();
      const response = await sendWith(token, request.clone());
      if (response.status !== 401) return response;
      token.lifetime = 0;
      return sendWith(await obtain(), request);
    },
  };
}
