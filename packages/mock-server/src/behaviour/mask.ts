import type { JournalEntry } from "../messages.js";
import { hidden, isSecretName, scheme, wordsOf } from "./credentials.js";

/** Creates the function that masks the credentials in every part of a request. */
export function createMask(
  secretHeaders: ReadonlySet<string>,
): <Entry extends Masked>(entry: Entry) => Entry {
  const isSecret = (name: string) =>
    secretHeaders.has(name) || isSecretName(name);

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
        (shown, secret) => shown?.replaceAll(secret, hidden),
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
  return word === undefined ? hidden : `${word} ${hidden}`;
}

function maskQuery(query: string): string {
  if (!isSecretName(query)) return query;
  return query
    .split("&")
    .map((part) => {
      const equals = part.indexOf("=");
      return equals > 0 && isSecretName(part.slice(0, equals))
        ? `${part.slice(0, equals)}=${hidden}`
        : part;
    })
    .join("&");
}
