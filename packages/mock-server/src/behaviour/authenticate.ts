import type { Caller } from "../contract/caller.js";
import type { Contract } from "../contract/contract.js";
import type { OperationTraits } from "../contract/operation-traits.js";
import type { Answer } from "./answer.js";
import type { ApiKeys } from "./api-keys.js";
import { refusal } from "./refusal.js";
import type { ServerClock } from "./server-clock.js";
import type { TokenMint } from "./token-mint.js";

/** What knows credentials. */
export interface AuthenticateParts {
  readonly contract: Contract;
  readonly apiKeys: ApiKeys;
  readonly clock: ServerClock;
  readonly mint: TokenMint;
}

/**
 * Makes the function that finds the API key that a request counts under, without its prefix: empty if it
 * needs none, an answer if its credentials are not known. That there are any, the contract has checked.
 */
export function createAuthenticate({
  contract,
  apiKeys,
  clock,
  mint,
}: AuthenticateParts): (
  traits: OperationTraits,
  caller: Caller,
) => string | Answer {
  return ({ takesAccessToken }, { apiKey, authorization }) => {
    if (apiKey !== undefined) {
      return (
        apiKeys.identify(apiKey) ??
        refusal(
          contract,
          401,
          "unauthorized",
          "This API key is not one of those that the mock server was started with (option apiKeys).",
        )
      );
    }
    const bearer = /^bearer (\S+)$/i.exec(authorization ?? "")?.[1];
    if (!takesAccessToken || bearer === undefined) return "";
    const expiry = mint.expiryOf(bearer);
    if (expiry !== undefined && expiry > clock.now()) return "";
    return refusal(
      contract,
      401,
      "unauthorized",
      expiry === undefined
        ? "This access token was not minted by this mock server."
        : "This access token has expired.",
    );
  };
}
