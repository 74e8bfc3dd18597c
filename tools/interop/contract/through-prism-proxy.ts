import {
  type MockServer,
  type MockServerOptions,
  startMockServer,
} from "@melio-platform/mock-server";
import { afterAll, test as base, beforeAll } from "vitest";
import { type PrismCommand, startPrismProxy } from "../test/support/prism.js";
import { type Switch, startSwitch } from "../test/support/switch.js";
import { expectDifferences } from "./expect-differences.js";

// In the place of `@melio-platform/mock-server/vitest`: the same mock server, behind `prism proxy --errors`.

/** Cases that Prism decides otherwise; each is run, and has to fail. */
const differences = {
  "what would be the same again is not tried again > a success with another body":
    "Prism answers with 500 in place of a body that breaks the contract, and 500 is tried again.",
};

const expectListed = expectDifferences(differences);

let upstream: Switch;
let prism: PrismCommand;
beforeAll(async () => {
  upstream = await startSwitch();
  prism = await startPrismProxy(`${upstream.origin}/v1`);
});
afterAll(async () => {
  await prism[Symbol.asyncDispose]();
  upstream.close();
});

interface Fixtures {
  melioMock: MockServer;
  melioMockOptions: MockServerOptions;
}

export const test = base.extend<Fixtures>({
  melioMockOptions: {},
  melioMock: async ({ melioMockOptions, task }, use) => {
    expectListed(task);
    await using mock = await startMockServer(melioMockOptions);
    await upstream.leadTo(mock.url);
    await use({ ...mock, baseUrl: prism.origin });
    mock.assertNoViolations();
  },
});
