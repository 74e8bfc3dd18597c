// Prism's own HTTP server as a test would start it: no log.

import { getHttpOperationsFromSpec } from "@stoplight/prism-http";
import { createServer } from "@stoplight/prism-http-server";

const [port, document] = process.argv.slice(2);
const operations = await getHttpOperationsFromSpec(document);
const server = createServer(operations, {
  cors: false,
  config: {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  },
  components: { logger: silentLogger() },
});
await server.listen(Number(port), "127.0.0.1");

function silentLogger() {
  const ignore = () => undefined;
  const names = ["trace", "debug", "info", "success", "warn", "error", "fatal"];
  const logger = Object.fromEntries(names.map((name) => [name, ignore]));
  return { ...logger, child: silentLogger };
}
