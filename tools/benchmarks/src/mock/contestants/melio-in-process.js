// The mock server as a test has it: inside a process of the caller's, nothing written.
import { startMockServer } from "@melio-platform/mock-server";

await startMockServer({ port: Number(process.argv[2]) });
