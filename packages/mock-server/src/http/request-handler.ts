import type { ServerClock } from "../behaviour/clock.js";
import { callerOf } from "../behaviour/contract-request.js";
import type { Journal } from "../behaviour/journal.js";
import {
  type Answer,
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
  type JournalEntry,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { allowCrossOrigin, type Handler } from "./http-server.js";
import { readRequest } from "./incoming-request.js";
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

/** The answer when the mock server itself fails: a defect of it, and said to be one. */
export function crashResponse(error: unknown): ContractResponse {
  return errorResponse(500, {
    code: "mock_server_defect",
    message: `The mock server failed, not your request: ${error instanceof Error ? error.message : String(error)}`,
  });
}
