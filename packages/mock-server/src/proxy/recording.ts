import { appendFileSync, readFileSync } from "node:fs";
import { type ApiParts, withFreshToken } from "../behaviour/api.js";
import { callerOf } from "../behaviour/contract-request.js";
import {
  createHide,
  credentialsIn,
  type Hide,
  isSecretName,
  longEnough,
  mayBeCredential,
  wordsOf,
} from "../behaviour/credentials.js";
import type { Upstream } from "../http/upstream.js";
import {
  type ContractResponse,
  type IncomingRequest,
  parseJson,
} from "../messages.js";
import { MockServerConfigError } from "../options.js";
import {
  createRequestKey,
  credentialsOfRequest,
  type KeyParts,
} from "./request-key.js";

/** A request that was passed on, and its answer. */
export interface Exchange {
  readonly incoming: IncomingRequest;
  readonly response: ContractResponse;
}

/** A line of a recording. */
interface Recorded {
  /** What a replay recognizes the request by. */
  readonly key: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly account: string | undefined;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is not text. */
  readonly base64?: string;
}

/** Lower-case names of the request headers with credentials. */
function secretHeadersOf({ contract }: KeyParts): string[] {
  return [...contract.secretHeaders, "authorization", "cookie"];
}

/**
 * Makes the function that adds an exchange to a file, a line of JSON each, without the credentials of the
 * request and of the response. They are found by their names, and hidden wherever they occur.
 *
 * @throws {@link MockServerConfigError} if the file cannot be written.
 */
export function createRecorder(
  file: string,
  parts: KeyParts,
): (exchange: Exchange) => void {
  const secretHeaders = secretHeadersOf(parts);
  const keyOf = createRequestKey(parts, secretHeaders);
  write("");
  return ({ incoming, response }) => {
    const { method, path, query } = incoming;
    const { account } = callerOf(incoming.headers, parts.contract);
    const body =
      response.body instanceof Uint8Array
        ? response.body
        : parseJson(String(response.body));
    const credentials = [
      ...credentialsOfRequest(incoming, secretHeaders),
      ...longEnough(credentialsOfResponse(response, body)),
    ];
    const hide = createHide(credentials);
    const recorded: Recorded = {
      key: keyOf(incoming),
      method,
      path: hide(path) as string,
      query: hide(query) as string,
      // A client may send its key as the Account, by a slip.
      account: hide(account) as string | undefined,
      status: response.status,
      headers: hide(
        withoutSecretHeaders(response.headers),
      ) as Recorded["headers"],
      ...recordedBody(body, credentials, hide),
    };
    write(`${JSON.stringify(recorded)}\n`);
  };

  function write(line: string): void {
    try {
      appendFileSync(file, line, { mode: 0o600 });
    } catch (cause) {
      throw new MockServerConfigError(
        `--record: cannot write ${file} (${(cause as Error).message}). Pass the name of a file that can be written.`,
        { cause },
      );
    }
  }
}

function credentialsOfResponse(
  { headers, cookies = [] }: ContractResponse,
  body: unknown,
): string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) =>
    isSecretName(name) ? wordsOf(value) : credentialsIn(value),
  );
  return [
    ...ofHeaders,
    // After the first pair, a cookie has attributes only.
    ...cookies.flatMap((cookie) => wordsOf(cookie.split(";")[0] ?? "")),
    ...(body instanceof Uint8Array ? [] : credentialsIn(body)),
  ];
}

function withoutSecretHeaders(
  headers: ContractResponse["headers"],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => !isSecretName(name) || !mayBeCredential(value),
    ),
  );
}

/** Bytes with a credential are left out, because they make no sense without it. */
function recordedBody(
  body: unknown,
  credentials: readonly string[],
  hide: Hide,
): Pick<Recorded, "body" | "base64"> {
  if (!(body instanceof Uint8Array)) return { body: hide(body) };
  const bytes = Buffer.from(body);
  const isSecret = credentials.some((secret) => bytes.includes(secret));
  return { base64: isSecret ? "" : bytes.toString("base64") };
}

/**
 * Makes what answers from a recording: the answers to a request of the same Account in their order, the last
 * again and again, with a fresh token where there was one.
 *
 * @throws {@link MockServerConfigError} if the file cannot be read.
 */
export function createReplay(
  file: string,
  parts: KeyParts & Pick<ApiParts, "mint" | "clock">,
): Upstream {
  const { mint, clock } = parts;
  const keyOf = createRequestKey(parts, secretHeadersOf(parts));
  const answers = new Map<string, Recorded[]>();
  for (const recorded of readRecording(file))
    answers.set(recorded.key, [...(answers.get(recorded.key) ?? []), recorded]);
  return async (incoming) => {
    const queue = answers.get(keyOf(incoming)) ?? [];
    const recorded = queue.length > 1 ? queue.shift() : queue[0];
    if (recorded === undefined)
      throw new Error("not recorded", {
        cause: new Error("the recording has no such request"),
      });
    const { status, headers, body, base64 } = recorded;
    if (base64 !== undefined)
      return { status, headers, body: Buffer.from(base64, "base64") };
    const fresh = withFreshToken(body, () => mint.mint(clock.now()));
    const text = typeof fresh === "string" ? fresh : JSON.stringify(fresh);
    const answer: ContractResponse = { status, headers, body: text ?? "" };
    return answer;
  };
}

function readRecording(file: string): Recorded[] {
  try {
    return readFileSync(file, "utf8").split("\n").filter(Boolean).map(readLine);
  } catch (cause) {
    throw new MockServerConfigError(
      `--replay: cannot read ${file} (${(cause as Error).message}). Expected a file written by --record.`,
      { cause },
    );
  }
}

function readLine(line: string): Recorded {
  const recorded: Recorded = JSON.parse(line);
  if (typeof recorded.key !== "string")
    throw new Error('a line has no "key": record the requests again');
  return recorded;
}
