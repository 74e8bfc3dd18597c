// Loaded before an example is run: the API's own servers are this machine's mock server, and what
// OpenTelemetry records is printed at the end.
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import { NodeTracerProvider } from "@opentelemetry/sdk-trace-node";

const { API_SERVERS = "[]", API_STAND_IN = "", INSTRUMENT } = process.env;
/** @type {string[]} */
const servers = JSON.parse(API_SERVERS);
const realFetch = globalThis.fetch;

/** What a page's own backend does, see the example of the handler. */
async function mintForPage() {
  const { createMelioClient } = await import("@melio-platform/client");
  const melio = createMelioClient({ fetch: realFetch });
  return Response.json(await melio.auth.createToken());
}

globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (url === "/melio/token") return mintForPage();
  const server = servers.find((server) => url.startsWith(server));
  if (!server) return realFetch(input, init);
  const moved = url.replace(server, API_STAND_IN);
  return realFetch(
    input instanceof Request ? new Request(moved, input) : moved,
    init,
  );
};

const exporter = new InMemorySpanExporter();
new NodeTracerProvider({
  spanProcessors: [new SimpleSpanProcessor(exporter)],
}).register();
if (INSTRUMENT) new UndiciInstrumentation().enable();
process.on("exit", () => {
  for (const { name, attributes, status } of exporter.getFinishedSpans())
    console.log("span", JSON.stringify({ name, attributes, status }));
});
