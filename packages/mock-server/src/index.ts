export type { Clock } from "./clock.js";
export { MockServerConfigError } from "./config-error.js";
export type { MockServer } from "./mock-server.js";
export type { KnownApiKey, MockServerOptions } from "./options.js";
export { startMockServer } from "./start-mock-server.js";
