import { abortCases } from "./cases/abort.js";
import { backendToBrowserCases } from "./cases/backend-to-browser.js";
import { browserCases } from "./cases/browser.js";
import { environmentCases } from "./cases/environment.js";
import { failureCases } from "./cases/failures.js";
import { idempotencyKeyCases } from "./cases/idempotency-key.js";
import { mintCases } from "./cases/mint.js";
import { moduleCases } from "./cases/modules.js";
import { retryCases } from "./cases/retries.js";
import { timeoutCases } from "./cases/timeouts.js";
import { unhandledCases } from "./cases/unhandled.js";
import { wireCases } from "./cases/wire.js";

/** @type {readonly import("./case.js").Case[]} */
export const cases = [
  ...mintCases,
  ...wireCases,
  ...idempotencyKeyCases,
  ...retryCases,
  ...timeoutCases,
  ...abortCases,
  ...failureCases,
  ...moduleCases,
  ...backendToBrowserCases,
  ...browserCases,
  ...environmentCases,
  // The last one, since it looks back at all that ran before it.
  ...unhandledCases,
];
