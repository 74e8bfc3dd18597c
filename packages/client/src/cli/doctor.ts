import { lookup } from "node:dns/promises";
import process from "node:process";
import { isMelioError } from "../errors.js";
import {
  createClient,
  findFetch,
  proxyFor,
  type Settings,
} from "./settings.js";

/** The result of one check. */
interface Finding {
  readonly check:
    | "settings"
    | "name"
    | "proxy"
    | "connection"
    | "clock"
    | "key";
  readonly result: "ok" | "failed" | "skipped";
  readonly found: string;
  /** How to fix it. */
  readonly fix?: string;
}

/** Time limit for each request, in milliseconds. */
const patience = 10_000;

/** In seconds. With a larger difference, an expired token may look valid. */
const clockTolerance = 60;

/**
 * Checks everything that this machine needs to mint a token, and prints the results.
 * @returns whether no check failed
 */
export async function examine(settings: Settings): Promise<boolean> {
  const findings: Finding[] = [];
  const report = (finding: Finding) => {
    findings.push(finding);
    if (!settings.json) process.stdout.write(lineOf(finding));
    return finding.result !== "failed";
  };
  const fetch = await findFetch(settings);
  report(examineSettings(settings));
  const usesProxy = report(examineProxy(settings, Boolean(fetch)));
  // Behind a proxy, the proxy looks the name up.
  if (!fetch || !usesProxy) report(await examineName(settings));
  const { connection, date } = await examineConnection(
    settings,
    fetch ?? globalThis.fetch,
  );
  const isReached = report(connection);
  report(examineClock(date));
  if (isReached) report(await examineKey(settings, fetch));
  else
    report(skipped("key", "not checked, because the server was not reached"));
  if (settings.json) process.stdout.write(`${JSON.stringify(findings)}\n`);
  return findings.every(({ result }) => result !== "failed");
}

const lineOf = ({ check, result, found, fix }: Finding): string =>
  `${result.padEnd(8)}${check.padEnd(12)}${found}\n${
    fix ? `${" ".repeat(20)}Fix: ${fix}\n` : ""
  }`;

const ok = (check: Finding["check"], found: string): Finding => ({
  check,
  result: "ok",
  found,
});
const failed = (
  check: Finding["check"],
  found: string,
  fix: string,
): Finding => ({ check, result: "failed", found, fix });
const skipped = (check: Finding["check"], found: string): Finding => ({
  check,
  result: "skipped",
  found,
});

function examineSettings({ baseUrl, sources, apiKey }: Settings): Finding {
  const server = `${baseUrl} (${sources.server})`;
  if (!apiKey)
    return failed(
      "settings",
      `${server}, no API key`,
      "set MELIO_API_KEY, or pass --api-key-stdin and pipe the key to standard input.",
    );
  return ok(
    "settings",
    `${server}, API key of ${apiKey.length} characters (${sources.apiKey})`,
  );
}

function examineProxy(settings: Settings, isUsed: boolean): Finding {
  const proxy = proxyFor(settings);
  if (!proxy) return ok("proxy", "none");
  // The URL of a proxy may contain a password.
  const host = URL.canParse(proxy) ? new URL(proxy).host : "a proxy";
  if (isUsed) return ok("proxy", `${host}, unless NO_PROXY lists the server`);
  if (process.env["NODE_USE_ENV_PROXY"])
    return ok("proxy", `${host}, used by Node itself (NODE_USE_ENV_PROXY)`);
  return failed(
    "proxy",
    `${host} is set in the environment but not used`,
    'run npm install undici, and pass fetch: createNodeFetch() from "@melio-platform/client/node" to your client.',
  );
}

async function examineName({ baseUrl }: Settings): Promise<Finding> {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  try {
    const addresses = await lookup(host, { all: true });
    const list = addresses.map(({ address }) => address).join(", ");
    return ok("name", `${host} resolves to ${list}`);
  } catch (error) {
    return failed(
      "name",
      `${host} was not found: ${(error as NodeJS.ErrnoException).code}`,
      "check the hostname and this machine's DNS. Behind a proxy, set HTTPS_PROXY.",
    );
  }
}

const fixes: readonly (readonly [RegExp, string])[] = [
  [
    /CERT|SELF_SIGNED|ISSUER|ERR_TLS|ERR_SSL|EPROTO/,
    "if your company's proxy re-signs TLS traffic, set NODE_EXTRA_CA_CERTS to its certificate, or pass ca to createNodeFetch. If the server speaks plain http, use an http: URL.",
  ],
  [
    /ECONNREFUSED/,
    "nothing listens on this host and port: check both. If it is the mock server, start it.",
  ],
  [
    /ETIMEDOUT|TIMEOUT|TimeoutError|ENETUNREACH|EHOSTUNREACH/,
    "a firewall may block the connection: allow outgoing HTTPS to this host, or set HTTPS_PROXY.",
  ],
];

/** Sends a GET without the API key. Any response counts as a connection. */
async function examineConnection(
  { baseUrl }: Settings,
  fetch: (url: string, init: RequestInit) => Promise<Response>,
): Promise<{ connection: Finding; date?: string | undefined }> {
  try {
    const response = await fetch(`${baseUrl}/`, {
      method: "GET",
      headers: { accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(patience),
    });
    await response.body?.cancel();
    return {
      connection: ok(
        "connection",
        `the server responds, with ${response.status}`,
      ),
      date: response.headers.get("date") ?? undefined,
    };
  } catch (error) {
    const { name, code, message, cause } = error as Error & { code?: string };
    const { code: inner, message: reason } = Object(cause);
    const what = [inner ?? code ?? name, reason || message]
      .filter(Boolean)
      .join(": ");
    const known = fixes.find(([pattern]) => pattern.test(what));
    return {
      connection: failed(
        "connection",
        what,
        known?.[1] ?? "check the URL, the network and the proxy.",
      ),
    };
  }
}

function examineClock(date: string | undefined): Finding {
  const server = Date.parse(date ?? "");
  if (Number.isNaN(server))
    return skipped("clock", "not checked, because no Date header was received");
  const ahead = Math.round((Date.now() - server) / 1000);
  const found = `${Math.abs(ahead)} s ${ahead < 0 ? "behind" : "ahead of"} the server's clock`;
  return Math.abs(ahead) <= clockTolerance
    ? ok("clock", found)
    : failed("clock", found, "set this machine's clock, with NTP for example.");
}

const keyFixes: Readonly<Record<string, string>> = {
  unauthorized:
    "the server rejects this key: check that it is complete, belongs to this environment, and has not been revoked.",
  forbidden:
    "the key may not act for this Account: check the ID, and that the Account belongs to you.",
  rate_limited: "too many requests: wait, then send them less often.",
  server_error: "the server failed: try again later.",
};

async function examineKey(
  settings: Settings,
  fetch: Parameters<typeof createClient>[1],
): Promise<Finding> {
  const { account, partner, apiKey } = settings;
  if (!apiKey) return skipped("key", "not checked, because there is none");
  if (account === undefined && !partner)
    return skipped(
      "key",
      "not checked, because that mints a token: pass --account <id> or --partner",
    );
  const melio = createClient(settings, fetch);
  try {
    const { expiresAt } = await melio.auth.createToken(
      account === undefined ? {} : { melioAccount: account },
      { maxRetries: 0, timeout: patience },
    );
    return ok("key", `a token was minted; it expires at ${expiresAt}`);
  } catch (error) {
    if (!isMelioError(error)) throw error;
    const fix = keyFixes[error.kind] ?? "see the message above.";
    return failed("key", error.message, fix);
  }
}
