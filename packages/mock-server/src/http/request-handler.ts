import type { Answer } from "../behaviour/answer.js";
import type { Journal, JournalEntry } from "../behaviour/journal.js";
import type { ServerClock } from "../behaviour/server-clock.js";
import { callerOf } from "../contract/caller.js";
import type { Contract } from "../contract/contract.js";
import type { ContractResponse } from "../contract/contract-messages.js";
import { allowCrossOrigin } from "./cors.js";
import { crashResponse } from "./crash-response.js";
import type { Handler } from "./http-server.js";
import { type IncomingRequest, readRequest } from "./incoming-request.js";
import { writeResponse, writeSpoiled } from "./write-response.js";

/** What a request passes through. */
export interface HandlerParts {
  readonly contract: Contract;
  readonly api: (
    incoming: IncomingRequest,
    closing: AbortSignal,
  ) => Promise<Answer>;
  /** Answers a request of the control API; `undefined` if it is none. */
  readonly control: (
    incoming: IncomingRequest,
  ) => Promise<ContractResponse> | undefined;
  readonly clock: ServerClock;
  readonly journal: Journal;
  readonly cors: boolean;
  readonly onRequest: ((entry: JournalEntry) => void) | undefined;
}

/** Makes the function that takes a request from the socket and puts its answer there. */
export function createRequestHandler({
  contract,
  api,
  control,
  clock,
  journal,
  cors,
  onRequest,
}: HandlerParts): Handler {
  return async (message, out, closing) => {
    if (cors && allowCrossOrigin(message, out)) return;
    const time = clock.now();
    const started = performance.now();
    const incoming = await readRequest(message);
    if (incoming.body === "too-large") out.setHeader("connection", "close");

    const controlled = control(incoming);
    if (controlled !== undefined) {
      writeResponse(out, await controlled);
      return;
    }

    const answer = await api(incoming, closing).catch(crashed);
    const { response, outcome, violations, fault } = answer;
    const { account, idempotencyKey } = callerOf(incoming.headers, contract);
    const { method, path, query, headers } = incoming;
    journal.add({
      time,
      method,
      path,
      query,
      headers,
      idempotencyKey,
      account,
      outcome,
      status: fault?.reset ? undefined : response.status,
      violations,
      duration: performance.now() - started,
    });
    if (onRequest !== undefined) onRequest(journal.last() as JournalEntry);

    if (fault === undefined) writeResponse(out, response);
    else await writeSpoiled(out, response, fault, clock, closing);
  };
}

function crashed(error: unknown): Answer {
  return { response: crashResponse(error), outcome: "defect", violations: [] };
}
