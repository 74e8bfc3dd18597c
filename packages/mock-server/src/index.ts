export type {
  Clock,
  Fault,
  FaultCount,
  JournalEntry,
  Outcome,
  RandomFault,
  RequestFilter,
  Stub,
  Violation,
} from "./messages.js";
export type {
  MockControls,
  MockServer,
  RecordedViolation,
} from "./mock-server.js";
export type {
  KnownApiKey,
  MockServerOptions,
  RuntimeOptions,
} from "./options.js";
export { MockServerConfigError } from "./options.js";
export { startMockServer } from "./start-mock-server.js";
