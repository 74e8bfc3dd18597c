export type { Clock } from "./clock.js";
export { MockServerConfigError } from "./config-error.js";
export type { Fault, FaultCount, RandomFault } from "./faults.js";
export type { JournalEntry, Outcome } from "./journal.js";
export type {
  MockControls,
  MockServer,
  RecordedViolation,
} from "./mock-server.js";
export type { KnownApiKey, MockServerOptions } from "./options.js";
export { startMockServer } from "./start-mock-server.js";
export type { Violation } from "./violation.js";
