import type { IncomingMessage, ServerResponse } from "node:http";
import { ResetWhileWaiting, type ServerClock } from "../behaviour/clock.js";
import { callerOf } from "../behaviour/contract-request.js";
import type { Journal, NewEntry } from "../behaviour/journal.js";
import { isControl } from "../control/control.js";
import {
  type Answer,
  type Clock,
  type ContractResponse,
  errorResponse,
  type IncomingRequest,
  type JournalEntry,
} from "../messages.js";
import type { Contract } from "../prism/spec.js";
import { allowCrossOrigin } from "./cors.js";
import { streamEvents } from "./events.js";
import type { Handler } from "./http-server.js";
import { originForm, readRequest } from "./incoming-request.js";
import {
  asHttp,
  type MalformedRequest,
  malformedHeaders,
  refuseMalformed,
} from "./malformed.js";
import { stopUpload, writeResponse, writeSpoiled } from "./write-response.js";

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
  /** Whether a request is for the live view of the journal, and may have it. */
  readonly follows: (incoming: IncomingRequest) => boolean;
  /** Answers requests that call no operation, such as health checks. `undefined` for all others. */
  readonly outside: (incoming: IncomingRequest) => ContractResponse | undefined;
  readonly clock: ServerClock;
  readonly journal: Journal;
  readonly cors: boolean;
  readonly onRequest: ((entry: JournalEntry) => void) | undefined;
}

/** Creates the handler that reads a request from the socket and writes its answer. */
export function createRequestHandler(parts: HandlerParts): Handler {
  const { contract, api, follows, outside, control, clock, journal, cors } =
    parts;
  const date = createDate(clock);
  const record = createRecord(parts);
  // Pages of other origins may call the API, but not steer the server.
  const lets = ({ url = "/" }: IncomingMessage) =>
    cors && !isControl(originForm(url));

  function refuse(
    malformed: MalformedRequest,
    headers: IncomingRequest["headers"] = {},
  ): Answer {
    const answer = refuseMalformed(malformed);
    const entry: NewEntry = {
      method: malformed.method ?? "?",
      path: malformed.path ?? "?",
      query: "",
      headers,
      idempotencyKey: undefined,
      account: undefined,
      outcome: answer.outcome,
      status: answer.response.status,
      violations: answer.violations,
      duration: 0,
    };
    record(entry, clock.now());
    return answer;
  }

  /** Answers a request to the API, which the journal has too. */
  async function answerApi(
    incoming: IncomingRequest,
    out: ServerResponse,
    { closing, time, started }: Arrival,
  ): Promise<void> {
    const answer = await api(incoming, closing).catch(crashed);
    if (answer === undefined) {
      writeResponse(out, ofEarlierTest, date());
      return;
    }
    const { response, outcome, violations, fault } = answer;
    const { account, idempotencyKey } = callerOf(incoming.headers, contract);
    const { method, path, query, headers } = incoming;
    const entry: NewEntry = {
      method,
      path,
      query,
      headers,
      idempotencyKey,
      account,
      outcome,
      status: fault?.reset ? undefined : response.status,
      violations,
      duration: now() - started,
    };
    record(entry, time);
    if (fault === undefined) writeResponse(out, response, date());
    else {
      const spoiled = { response, fault, date: date(), clock, closing };
      await writeSpoiled(out, spoiled);
    }
  }

  return {
    refuse: (malformed) => asHttp(refuse(malformed), date()),

    refuseRead(malformed, { headers }, out) {
      const [path] = (malformed.path ?? "?").split("?");
      const answer = refuse(
        { ...malformed, path },
        headers as IncomingRequest["headers"],
      );
      writeResponse(out, answer.response, date());
    },

    async answer(message, out, closing) {
      if (lets(message) && allowCrossOrigin(message, out, date())) return;
      const arrival: Arrival = { closing, time: clock.now(), started: now() };
      const malformed = malformedHeaders(message);
      if (malformed !== undefined) {
        this.refuseRead(malformed, message, out);
        return;
      }
      const incoming = await readRequest(message);
      if (incoming.body === "too-large") stopUpload(out);

      if (follows(incoming)) {
        streamEvents(out, journal, date(), closing);
        return;
      }
      const beside = control(incoming) ?? outside(incoming);
      if (beside === undefined) await answerApi(incoming, out, arrival);
      else writeResponse(out, await beside, date());
    },
  };
}

/** When a request came, and what ends its waiting. */
interface Arrival {
  readonly closing: AbortSignal;
  /** By the server's clock. */
  readonly time: number;
  /** By the real one, which measures how long the answer takes. */
  readonly started: number;
}

// The test runner's fake timers replace it later.
const now = performance.now.bind(performance);

/** Creates the function that adds a request to the journal, and passes it to the caller's function. */
function createRecord({
  journal,
  onRequest,
}: HandlerParts): (entry: NewEntry, time: number) => void {
  return (entry, time) => {
    journal.add(entry, time);
    if (onRequest !== undefined)
      void tell(onRequest, journal.last() as JournalEntry);
  };
}

/** The caller's function may throw, or return a promise that rejects. Requests are answered all the same. */
async function tell(
  listener: (entry: JournalEntry) => void,
  entry: JournalEntry,
): Promise<void> {
  try {
    await listener(entry);
  } catch (error) {
    process.emitWarning(
      `onRequest failed: ${error instanceof Error ? error.message : String(error)}`,
      "MockServerWarning",
    );
  }
}

/** Makes the `Date` of an answer by the server's own clock; it changes once a second. */
function createDate(clock: Clock): () => string {
  let second: number | undefined;
  let text = "";
  return () => {
    const current = Math.floor(clock.now() / 1_000);
    if (current !== second) {
      second = current;
      text = new Date(current * 1_000).toUTCString();
    }
    return text;
  };
}

/** Of a status that clients do not retry, so that the earlier test does not reach the next one. */
const ofEarlierTest = errorResponse(410, {
  code: "mock_server_reset",
  message: "The mock server was reset while this request waited.",
});

/** `undefined` for a request that a reset has ended, and that nobody counts. */
function crashed(error: unknown): Answer | undefined {
  if (error instanceof ResetWhileWaiting) return undefined;
  return { response: crashResponse(error), outcome: "defect", violations: [] };
}

/** The answer when the mock server itself fails: a defect of it, and said to be one. */
function crashResponse(error: unknown): ContractResponse {
  return errorResponse(500, {
    code: "mock_server_defect",
    message: `The mock server failed, not your request: ${error instanceof Error ? error.message : String(error)}`,
  });
}

/** How a server without a journal answers invalid HTTP. */
export const refusals: Pick<Handler, "refuse" | "refuseRead"> = {
  refuse: (malformed) =>
    asHttp(refuseMalformed(malformed), new Date().toUTCString()),
  refuseRead: (malformed, _request, out) =>
    writeResponse(
      out,
      refuseMalformed(malformed).response,
      new Date().toUTCString(),
    ),
};
