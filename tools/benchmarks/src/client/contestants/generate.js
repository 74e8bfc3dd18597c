// Generates the clients of hey-api and of Redocly from this repository's spec, with their defaults,
// and compiles each to one module, as their users' build does.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { specFile } from "../token-call.js";

const here = fileURLToPath(new URL(".", import.meta.url));

/**
 * @param {string} command
 * @param {string[]} options
 */
function run(command, ...options) {
  execFileSync(`node_modules/.bin/${command}`, options, {
    cwd: here,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, REDOCLY_TELEMETRY: "off" },
  });
}

run("openapi-ts", "-i", specFile, "-o", "generated/hey-api", "--silent");
run("redocly", "generate-client", specFile, "-o", "generated/redocly/index.ts");

// The entry of hey-api's output does not export the client that its own README configures.
const heyApi =
  'export * from "./hey-api/sdk.gen.js"; export { client } from "./hey-api/client.gen.js";';
compile("hey-api", heyApi);
compile("redocly", 'export * from "./redocly/index.js";');

/**
 * @param {string} name
 * @param {string} contents
 */
function compile(name, contents) {
  buildSync({
    stdin: { contents, resolveDir: `${here}generated` },
    outfile: `${here}generated/${name}.js`,
    bundle: true,
    format: "esm",
    target: "es2022",
    logLevel: "warning",
  });
}
