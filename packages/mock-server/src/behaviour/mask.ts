import type { JournalEntry } from "../messages.js";

/** Common names of headers and parameters with credentials. */
const secretName =
  /authorization|cookie|api[-_]?key|token|secret|password|passwd|credential|signature|session|jwt/i;

/** The word before a credential. It is not a secret, and often the mistake. */
const scheme =
  /^(?:bearer|basic|digest|negotiate|apikey|api-key|key|token|hmac|signature|aws4-hmac-sha256)(?= )/i;

/** In characters. Shorter texts are not credentials, and occur everywhere. */
const leastLength = 8;

/** Creates the function that masks the credentials in every part of a request. */
export function createMask(
  secretHeaders: ReadonlySet<string>,
): <Entry extends Masked>(entry: Entry) => Entry {
  const isSecret = (name: string) =>
    secretHeaders.has(name) ||
    (secretName.test(name) && name !== "idempotency-key");

  return (entry) => {
    const headers: Record<string, string> = {};
    const secrets: string[] = [];
    for (const [name, value] of Object.entries(entry.headers)) {
      const isHidden = isSecret(name);
      headers[name] = isHidden ? maskValue(value) : value;
      if (isHidden) secrets.push(...wordsOf(value));
    }
    const query = maskQuery(entry.query);
    if (secrets.length === 0) return { ...entry, headers, query };
    // The same credential in another place, by a slip of the client.
    const hide = <Text extends string | undefined>(text: Text) =>
      secrets.reduce<string | undefined>(
        (shown, secret) => shown?.replaceAll(secret, "***"),
        text,
      ) as Text;
    for (const name of Object.keys(headers))
      if (!isSecret(name)) headers[name] = hide(headers[name] as string);
    return {
      ...entry,
      headers,
      query: hide(query),
      path: hide(entry.path),
      account: hide(entry.account),
      idempotencyKey: hide(entry.idempotencyKey),
      violations: entry.violations.map((violation) => ({
        ...violation,
        message: hide(violation.message),
      })),
    };
  };
}

type Masked = Pick<
  JournalEntry,
  "headers" | "query" | "path" | "account" | "idempotencyKey" | "violations"
>;

/** Keeps a scheme such as `Bearer`; of a list and of parameters nothing else. */
export function maskValue(value: string): string {
  const [word] = scheme.exec(value) ?? [];
  return word === undefined ? "***" : `${word} ***`;
}

function wordsOf(value: string): string[] {
  return value
    .split(/[\s,;="]+/)
    .filter((word) => word.length >= leastLength)
    .slice(0, 20);
}

function maskQuery(query: string): string {
  if (!secretName.test(query)) return query;
  return query
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      return equals > 0 && secretName.test(part.slice(0, equals))
        ? `${part.slice(0, equals)}=***`
        : part;
    })
    .join("&");
}
