import type { ValidRequest } from "../contract/contract-check.js";
import type { ContractResponse } from "../contract/contract-messages.js";
import { serialized } from "../http/serialized.js";
import type { Judge } from "../prism/judge.js";
import type { Answer } from "./answer.js";
import { withFreshToken } from "./fresh-token.js";
import type { ServerClock } from "./server-clock.js";
import type { TokenMint } from "./token-mint.js";

/** What the work needs. */
export interface WorkParts {
  readonly judge: Judge;
  readonly clock: ServerClock;
  readonly mint: TokenMint;
}

/** Makes the function that does what a request asks for. */
export function createWork({
  judge,
  clock,
  mint,
}: WorkParts): (valid: ValidRequest) => Answer {
  return ({ operation, response, preference }) => {
    const fresh: ContractResponse =
      preference.exampleKey === undefined
        ? {
            ...response,
            body: withFreshToken(response.body, () => mint.mint(clock.now())),
          }
        : response;
    return {
      // As text it takes a fraction of the memory in which it is kept for a replay.
      response: serialized(fresh),
      outcome: "processed",
      violations: judge.checkResponse(operation, fresh),
    };
  };
}
