import type { JournalEntry } from "../messages.js";

/** Common names of headers, parameters and fields with credentials. */
const secretName =
  /authorization|cookie|api[-_]?key|private[-_]?key|token|secret|password|passwd|passphrase|credential|signature|session|jwt/i;

/** What replaces a credential. */
const hidden = "***";

/** Whether a header, a parameter or a field with this name has a credential. */
export function isSecretName(name: string): boolean {
  return secretName.test(name) && name.toLowerCase() !== "idempotency-key";
}

/** In characters. Shorter texts occur everywhere, so they are only hidden in their own place. */
const leastLength = 8;

/** The word before a credential. It is not a secret, and often the mistake. */
const scheme =
  /^(?:bearer|basic|digest|negotiate|apikey|api-key|key|token|hmac|signature|aws4-hmac-sha256)(?= )/i;

/** The words of a header or text that are long enough for a credential. */
export function wordsOf(value: string, least = leastLength): string[] {
  return value
    .replace(scheme, "")
    .split(/[\s,;="]+/)
    .filter((word) => word.length >= least)
    .slice(0, 20);
}

/** Values beside a credential, such as `isTokenized: "true"`, `tokenType: "Bearer"` or `tokenExpiresAt`. */
const harmless =
  /^(?:|true|false|null|none|bearer|basic|\d{1,3}|\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?)$/i;

/** Whether a value with the name of a credential may be one. */
export function mayBeCredential(value: string): boolean {
  return value !== hidden && !harmless.test(value);
}

/** A name and its value within a text. Each expression is bounded, because texts may be long. */
const namedInText: readonly RegExp[] = [
  // A form or the query of a URL.
  /(?<![\w.[\]%-])(?<name>[\w.[\]%-]{1,100})=(?<value>[^&\s#;,"'<>]+)/g,
  // JSON that is not complete, or that is in a string.
  /\\?"(?<name>[\w.-]{1,100})\\?"\s{0,9}:\s{0,9}\\?"(?<value>[^"\\]{1,4096})/g,
  // XML.
  /<(?<name>[\w.:-]{1,100})>(?<value>[^<]{1,4096})/g,
];

/** Credentials that a text shows by their form: `Bearer …`, and the password of a URL. */
const formsInText: readonly RegExp[] = [
  /\bbearer\s{1,9}(?<value>[\w.~+/=-]{8,})/gi,
  /:\/\/[^/\s:@]{0,200}:(?<value>[^/\s@]{1,200})@/g,
];

function credentialsInText(text: string): string[] {
  const found: string[] = [];
  for (const pattern of namedInText) {
    for (const { groups } of text.matchAll(pattern)) {
      const { name = "", value = "" } = groups ?? {};
      if (isSecretName(name) && mayBeCredential(value)) found.push(value);
    }
  }
  for (const pattern of formsInText)
    for (const { groups } of text.matchAll(pattern))
      found.push(groups?.["value"] ?? "");
  return found;
}

/**
 * The credentials in a parsed body or a text, at any depth, found by their names.
 *
 * @param isSecret - Whether the value is part of a field with the name of a credential.
 */
export function credentialsIn(value: unknown, isSecret = false): string[] {
  if (typeof value === "string") {
    const whole =
      isSecret && mayBeCredential(value)
        ? [value, value.replace(scheme, "").trim()]
        : [];
    return [...whole, ...credentialsInText(value)];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    credentialsIn(item, isSecret || isSecretName(name)),
  );
}

/** Hides credentials in a parsed body or a text. */
export type Hide = (value: unknown, isSecret?: boolean) => unknown;

/**
 * Creates the function that hides credentials: in their own places, and wherever else their values occur.
 *
 * @param credentials - As {@link credentialsIn} finds them.
 */
export function createHide(credentials: readonly string[]): Hide {
  const values = new Set<string>();
  for (const credential of credentials) {
    const decoded = decode(credential);
    for (const spelling of [
      credential,
      decoded,
      encodeURIComponent(decoded),
      ...base64Forms(credential),
    ])
      if (spelling !== "") values.add(spelling);
  }
  // A longer one may contain a shorter one.
  const ordered = [...values].sort((one, other) => other.length - one.length);

  function hideText(text: string): string {
    let shown = text;
    for (const pattern of namedInText) {
      shown = shown.replaceAll(pattern, (whole: string, ...rest: unknown[]) => {
        const { name, value } = rest.at(-1) as { name: string; value: string };
        return isSecretName(name) && mayBeCredential(value)
          ? whole.slice(0, -value.length) + hidden
          : whole;
      });
    }
    for (const value of ordered) shown = shown.replaceAll(value, hidden);
    return shown;
  }

  function hide(value: unknown, isSecret = false): unknown {
    if (typeof value === "string")
      return isSecret && mayBeCredential(value) ? hidden : hideText(value);
    if (Array.isArray(value)) return value.map((item) => hide(item, isSecret));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        hideText(name),
        hide(item, isSecret || isSecretName(name)),
      ]),
    );
  }
  return hide;
}

/**
 * How a text appears in base64: as a whole, and in three ways within a longer text, since each letter has six bits
 * (RFC 4648, section 4). A letter that also has bits of its neighbors is left out.
 */
function base64Forms(text: string): string[] {
  const whole = Buffer.from(text).toString("base64").replace(/=+$/, "");
  const within = [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    return bytes
      .toString("base64")
      .slice(Math.ceil((before * 8) / 6), Math.floor((bytes.length * 8) / 6));
  });
  const forms = [whole, ...within];
  const urlSafe = (form: string) =>
    form.replaceAll("+", "-").replaceAll("/", "_");
  return [...forms, ...forms.map(urlSafe)];
}

/** Only those that are long enough to be hidden wherever they occur. */
export function longEnough(credentials: readonly string[]): string[] {
  return credentials.filter(({ length }) => length >= leastLength);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

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
function maskValue(value: string): string {
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
