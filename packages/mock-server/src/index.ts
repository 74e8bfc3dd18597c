export type { Clock } from "./behaviour/clock.js";
export type { Fault, FaultCount, RandomFault } from "./behaviour/faults.js";
export type { JournalEntry, Outcome } from "./behaviour/journal.js";
export { MockServerConfigError } from "./config-error.js";
export type { Violation } from "./contract/violation.js";
export type {
  MockControls,
  MockServer,
  RecordedViolation,
} from "./mock-server.js";
export type { KnownApiKey, MockServerOptions } from "./options.js";
export { startMockServer } from "./start-mock-server.js";
