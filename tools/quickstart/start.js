// `pnpm start`: what it takes from a fresh clone to a token, step by step.
// pnpm has installed what was missing before it runs this, so only built-in modules stand up here.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";

const usage =
  "Usage: pnpm start [--serve]   --serve: keep the mock server running until Ctrl+C";

/** @param {string} step */
const say = (step) => console.log(`\n\u25b8 ${step}`);

function readArguments() {
  try {
    const { values } = parseArgs({
      options: { serve: { type: "boolean" }, help: { type: "boolean" } },
    });
    return values;
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n${usage}`);
    process.exit(2);
  }
}

const { serve, help } = readArguments();
if (help) {
  console.log(usage);
  process.exit(0);
}

say("Build: types from the spec, the client, the mock server");
const build = spawnSync(
  "turbo run build --filter=@melio-platform/quickstart^... --output-logs=errors-only",
  {
    shell: true,
    encoding: "utf8",
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: "1" },
  },
);
if (build.status !== 0) {
  console.error(
    `${build.stdout}${build.stderr}\nThe build failed. See its output above.`,
  );
  process.exit(1);
}
console.log(build.stdout.match(/^ *Tasks: .*/m)?.[0].trim() ?? "");

const { createMelioClient } = await import("@melio-platform/client");
const { startMockServer } = await import("@melio-platform/mock-server");

say("Start the mock server on a free port");
const mock = await startMockServer({ port: 0 });
console.log(`It listens at ${mock.baseUrl} and accepts any API key.`);

const apiKey = "sk_test_quickstart";
const melioAccount = "acc_123";
const melio = createMelioClient({ apiKey, baseUrl: mock.baseUrl });

say(`Mint a token for the Account ${melioAccount} with @melio-platform/client`);
const {
  data: token,
  response,
  idempotencyKey,
} = await melio.auth.createToken({ melioAccount }).withResponse();
console.log(`POST ${mock.baseUrl}/auth/token returned ${response.status}:

  account        ${melioAccount}
  access token   ${token.accessToken}
  expires at     ${token.expiresAt}

Send the same request yourself${serve ? "" : " (add --serve to keep the server running)"}. The mock server replays the response, because the idempotency key is the same:

  curl -X POST ${mock.baseUrl}/auth/token \\
    -H 'API-Key: ${apiKey}' \\
    -H 'Melio-Account: ${melioAccount}' \\
    -H 'Idempotency-Key: ${idempotencyKey}'`);

if (serve) {
  say("The mock server is running. Press Ctrl+C to stop it.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
}
await mock.close();
