import { createTokenCache } from "@melio-platform/client/cache";
import {
  createTokenHandler,
  type TokenHandlerOptions,
} from "@melio-platform/client/handler";
import { createMinter } from "../cache/support.js";

export const site = "https://shop.example";

type MinterOptions = Parameters<typeof createMinter>[0];

/** A handler that lets everyone in as `acc_1`, unless it is told otherwise. */
export function createHandler(
  options: Partial<TokenHandlerOptions> = {},
  minter?: MinterOptions,
) {
  const { melio, mints } = createMinter(minter);
  const tokens = createTokenCache({ melio });
  const handle = createTokenHandler({
    tokens,
    authorize: () => "acc_1",
    ...options,
  });
  return { handle, mints, tokens };
}

/** What a page of the site's own sends. */
export const ask = (headers: Record<string, string> = {}, method = "POST") =>
  new Request(`${site}/melio/token`, {
    method,
    headers: { Origin: site, "Sec-Fetch-Site": "same-origin", ...headers },
  });

/** Everything that goes over the wire. */
export const wholeText = async (response: Response) =>
  JSON.stringify([
    response.status,
    response.statusText,
    [...response.headers],
    await response.text(),
  ]);
