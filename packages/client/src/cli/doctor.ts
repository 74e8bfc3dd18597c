import { lookup } from "node:dns/promises";
import process from "node:process";
import { isMelioError } from "../errors.js";
import {
  createClient,
  findFetch,
  proxyFor,
  type Settings,
} from "./settings.js";

/** What was found of one thing that stands between this machine and a token. */
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
  /** What to do about it. */
  readonly fix?: string;
}

/** In milliseconds; the longest that the doctor waits for anything. */
const patience = 10_000;

/** From this difference on, in seconds, a token may be taken for valid when it is not. */
const clockTolerance = 60;

/**
 * Says what stands between this machine and a token.
 * @returns whether all is well
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
  // Behind a proxy it is the proxy that looks the name up.
  if (!fetch || !usesProxy) report(await examineName(settings));
  const { connection, date } = await examineConnection(
    settings,
    fetch ?? globalThis.fetch,
  );
  const isReached = report(connection);
  report(examineClock(date));
  if (isReached) report(await examineKey(settings, fetch));
  else report(skipped("key", "the server is not reached"));
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
      "set MELIO_API_KEY, or pass --api-key-stdin and write the key to standard input.",
    );
  return ok(
    "settings",
    `${server}, API key of ${apiKey.length} characters (${sources.apiKey})`,
  );
}

function examineProxy(settings: Settings, isUsed: boolean): Finding {
  const proxy = proxyFor(settings);
  if (!proxy) return ok("proxy", "none");
  // A proxy's URL may hold a password.
  const host = URL.canParse(proxy) ? new URL(proxy).host : "a proxy";
  if (isUsed) return ok("proxy", `${host}, unless NO_PROXY names the host`);
  if (process.env["NODE_USE_ENV_PROXY"])
    return ok("proxy", `${host}, by Node itself (NODE_USE_ENV_PROXY)`);
  return failed(
    "proxy",
    `${host} is set in the environment, but not used`,
    'npm install undici, and pass fetch: createNodeFetch() of "@melio-platform/client/node" to your client.',
  );
}

async function examineName({ baseUrl }: Settings): Promise<Finding> {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  try {
    const addresses = await lookup(host, { all: true });
    const list = addresses.map(({ address }) => address).join(", ");
    return ok("name", `${host} is ${list}`);
  } catch (error) {
    return failed(
      "name",
      `${host} is not found: ${(error as NodeJS.ErrnoException).code}`,
      "check the name and this machine's DNS; behind a proxy set HTTPS_PROXY.",
    );
  }
}

const fixes: readonly (readonly [RegExp, string])[] = [
  [
    /CERT|SELF_SIGNED|ISSUER|ERR_TLS|ERR_SSL|EPROTO/,
    "if a proxy of your company signs the traffic, set NODE_EXTRA_CA_CERTS to its certificate, or pass ca to createNodeFetch; if the URL is of a plain http server, write http:.",
  ],
  [
    /ECONNREFUSED/,
    "nothing listens there: check host and port, and that the mock server runs if it is one.",
  ],
  [
    /ETIMEDOUT|TIMEOUT|TimeoutError|ENETUNREACH|EHOSTUNREACH/,
    "a firewall may drop the connection: allow outgoing HTTPS to this host, or set HTTPS_PROXY.",
  ],
];

/** Any answer will do. It is asked without the key, and for nothing. */
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
      connection: ok("connection", `answers, with ${response.status}`),
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
  if (Number.isNaN(server)) return skipped("clock", "no Date was received");
  const ahead = Math.round((Date.now() - server) / 1000);
  const found = `${Math.abs(ahead)} s ${ahead < 0 ? "behind" : "ahead of"} the server's`;
  return Math.abs(ahead) <= clockTolerance
    ? ok("clock", found)
    : failed("clock", found, "set this machine's clock, by NTP for example.");
}

const keyFixes: Readonly<Record<string, string>> = {
  unauthorized:
    "the server does not know this key: check that it is of this environment, whole, and not revoked.",
  forbidden:
    "the key may not act for this Account: check the ID, and that the Account is yours.",
  rate_limited: "too many requests: wait, and ask again less often.",
  server_error: "the server has failed: try again later.",
};

async function examineKey(
  settings: Settings,
  fetch: Parameters<typeof createClient>[1],
): Promise<Finding> {
  const { account, partner, apiKey } = settings;
  if (!apiKey) return skipped("key", "there is none");
  if (account === undefined && !partner)
    return skipped(
      "key",
      "not tried, since it mints a token: pass --account <id>, or --partner",
    );
  const melio = createClient(settings, fetch);
  try {
    const { expiresAt } = await melio.auth.createToken(
      account === undefined ? {} : { melioAccount: account },
      { maxRetries: 0, timeout: patience },
    );
    return ok("key", `a token was minted, which expires at ${expiresAt}`);
  } catch (error) {
    if (!isMelioError(error)) throw error;
    const fix = keyFixes[error.kind] ?? "see the message.";
    return failed("key", error.message, fix);
  }
}
