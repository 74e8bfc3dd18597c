// Loaded before an example is run: the API's own servers are this machine's mock server, and what
// OpenTelemetry records is printed at the end.
import { trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";

const { API_SERVERS = "[]", API_STAND_IN = "" } = process.env;
const realFetch = globalThis.fetch;
globalThis.fetch = (url, init) =>
  realFetch(
    JSON.parse(API_SERVERS).reduce(
      (/** @type {string} */ at, /** @type {string} */ server) =>
        at.replace(server, API_STAND_IN),
      String(url),
    ),
    init,
  );

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  }),
);
process.on("exit", () => {
  for (const { name, attributes, status } of exporter.getFinishedSpans())
    console.log("span", JSON.stringify({ name, attributes, status }));
});
