import { appendFileSync, readFileSync } from "node:fs";
import type { ApiParts } from "../behaviour/api.js";
import { withFreshToken } from "../behaviour/api.js";
import { createMask } from "../behaviour/mask.js";
import { MockServerConfigError } from "../config-error.js";
import type { ContractResponse } from "../messages.js";
import type { Exchange, Upstream } from "./pass-on.js";

/** A line of a recording. */
interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** A body that is not text. */
  readonly base64?: string;
}

const hidden = "***";

/** Names of fields with credentials. */
const secretField = /token|secret|password|api[-_]?key|credential/i;

/**
 * Makes the function that adds an exchange to a file, a line of JSON each, without credentials: neither those
 * of the request, wherever the answer repeats them, nor those of the answer.
 *
 * @throws {@link MockServerConfigError} if the file cannot be written.
 */
export function createRecorder(
  file: string,
  secretHeaders: readonly string[],
): (exchange: Exchange) => void {
  const mask = createMask(new Set(secretHeaders));
  write("");
  return ({ incoming, response }) => {
    const { method, headers } = incoming;
    const secrets = Object.entries(headers)
      .filter(([name]) => secretHeaders.includes(name))
      .flatMap(([, value]) => value.split(" "))
      .filter((word) => word.length >= 4);
    const { path, query } = mask({
      ...incoming,
      account: undefined,
      idempotencyKey: undefined,
      violations: [],
    });
    const recorded: Recorded = {
      method,
      path,
      query,
      status: response.status,
      headers: Object.fromEntries(
        Object.entries(response.headers).filter(
          ([name]) => !/cookie|authorization/i.test(name),
        ),
      ),
      ...recordedBody(response.body, secrets),
    };
    const line = secrets.reduce(
      (text, secret) => text.replaceAll(secret, hidden),
      JSON.stringify(recorded),
    );
    write(`${line}\n`);
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

/** Bytes with a credential are left out, because they make no sense without it. */
function recordedBody(
  body: unknown,
  secrets: readonly string[],
): Pick<Recorded, "body" | "base64"> {
  if (!(body instanceof Uint8Array))
    return { body: withoutSecrets(parse(body)) };
  const bytes = Buffer.from(body);
  const isSecret = secrets.some((secret) => bytes.includes(secret));
  return { base64: isSecret ? "" : bytes.toString("base64") };
}

function parse(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return body;
  }
}

function withoutSecrets(value: unknown, name = ""): unknown {
  if (typeof value === "string" && secretField.test(name)) return hidden;
  if (Array.isArray(value))
    return value.map((item) => withoutSecrets(item, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withoutSecrets(item, key),
    ]),
  );
}

/**
 * Makes what answers from a recording: the answers to a request in their order, the last again and again, with
 * a fresh token where there was one.
 *
 * @throws {@link MockServerConfigError} if the file cannot be read.
 */
export function createReplay(
  file: string,
  { mint, clock }: Pick<ApiParts, "mint" | "clock">,
): Upstream {
  const answers = new Map<string, Recorded[]>();
  for (const recorded of readRecording(file)) {
    const key = keyOf(recorded);
    answers.set(key, [...(answers.get(key) ?? []), recorded]);
  }
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

const keyOf = ({
  method,
  path,
  query,
}: Omit<Recorded, "status" | "headers" | "body" | "base64">) =>
  JSON.stringify([method, path, query]);

function readRecording(file: string): Recorded[] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  } catch (cause) {
    throw new MockServerConfigError(
      `--replay: cannot read ${file} (${(cause as Error).message}). Expected a file written by --record.`,
      { cause },
    );
  }
}
