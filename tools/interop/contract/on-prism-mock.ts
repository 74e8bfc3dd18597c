import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  request as send,
} from "node:http";
import type { AddressInfo } from "node:net";
import type {
  MockServer,
  MockServerOptions,
} from "@melio-platform/mock-server";
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
import { afterAll, test as base, beforeAll, expect } from "vitest";
import { type PrismCommand, startPrismMock } from "../test/support/prism.js";
import { expectDifferences } from "./expect-differences.js";

// In the place of `@melio-platform/mock-server/vitest`: `prism mock` alone, behind a server that keeps what came and
// asks Prism for the statuses that a test wants.

const passing = "what may pass is tried again, with the same idempotency key";
const lasting = "what would be the same again is not tried again";
const noMemory =
  "Prism's mock has no memory: it answers each request with the description's example.";
const noFault = "Prism's mock answers, always and in full.";
const takesAny = "Prism's mock takes any key for any Account.";

/** Cases that Prism decides otherwise; each is run, and has to fail. */
const differences = {
  "mints a token, a new one for each call": noMemory,
  [`${passing} > { status: 502, html: true }`]: noFault,
  [`${passing} > { reset: true }`]: noFault,
  [`${passing} > { truncate: true }`]: noFault,
  [`${passing} > a token whose answer was lost on the way is the one that comes`]:
    noFault,
  [`${lasting} > an unknown key`]: takesAny,
  [`${lasting} > a foreign account`]: takesAny,
  [`${lasting} > a key used with another account`]: noMemory,
  [`${lasting} > a success with another body`]: noFault,
};

const expectListed = expectDifferences(differences);
const exampleToken =
  openapi.components.responses.AccessToken.content["application/json"].examples
    .accessToken.value.data.accessToken;

let prism: PrismCommand;
beforeAll(async () => {
  prism = await startPrismMock();
});
afterAll(() => prism[Symbol.asyncDispose]());

interface StatusFault {
  status?: number;
  retryAfter?: number;
  times?: number;
}

interface Fixtures {
  melioMock: Pick<
    MockServer,
    "baseUrl" | "requests" | "failNext" | "isValid" | "assertRequests"
  >;
  melioMockOptions: MockServerOptions;
}

export const test = base.extend<Fixtures>({
  melioMockOptions: {},
  melioMock: async ({ task }, use) => {
    expectListed(task);
    const received: { headers: IncomingHttpHeaders; status: number }[] = [];
    const violations: unknown[] = [];
    const faults: { status: number; retryAfter?: number | string }[] = [];
    const server = createServer((incoming, response) => {
      const fault = faults.shift();
      const { method, url, headers } = incoming;
      const outgoing = send(
        prism.origin + url,
        {
          method,
          headers: {
            ...headers,
            ...(fault && { prefer: `code=${fault.status}` }),
          },
          agent: false,
        },
        (answer) => {
          received.push({ headers, status: answer.statusCode ?? 0 });
          violations.push(...[answer.headers["sl-violations"] ?? []].flat());
          // The example's Retry-After lasts for longer than a test.
          const { "retry-after": _, ...rest } = answer.headers;
          response.writeHead(answer.statusCode ?? 0, {
            ...rest,
            ...(fault?.retryAfter !== undefined && {
              "retry-after": `${fault.retryAfter}`,
            }),
          });
          answer.pipe(response);
        },
      );
      incoming.pipe(outgoing);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await use({
      baseUrl: `http://127.0.0.1:${port}`,
      requests: () => received as never,
      failNext(fault) {
        const {
          status,
          retryAfter,
          times = 1,
          ...other
        } = fault as StatusFault;
        if (status === undefined || "html" in other) throw new Error(noFault);
        for (let time = 0; time < times; time++)
          faults.push({
            status,
            ...(retryAfter !== undefined && {
              retryAfter: retryAfter as number,
            }),
          });
      },
      isValid: (token) => token === exampleToken,
      assertRequests(requests) {
        expect(
          received.map(({ headers, status }) => ({
            account: headers["melio-account"],
            status,
          })),
        ).toEqual(requests);
      },
    });
    server.close();
    server.closeAllConnections();
    expect(violations).toEqual([]);
  },
});
