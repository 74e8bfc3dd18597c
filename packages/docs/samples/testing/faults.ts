import { startMockServer } from "@melio-platform/mock-server";

const mock = await startMockServer();

// #region faults
mock.failNext({ status: 429, retryAfter: 2 }); // Retry-After: 2
mock.failNext({ reset: true, times: 3 }); // three broken connections
mock.failNext({ html: true }); // a proxy's 502, as a page
mock.failNext({ delay: 30_000 }); // a server that takes its time
mock.failNext({ truncate: true, account: "acc_123" }); // for this Account only
mock.failNext({ malformed: true }); // a 200 that is not JSON
// #endregion faults

console.log(mock.faults().length);
await mock.close();
