import {
  createMelioClient,
  expiresAtMs,
  type MelioClientOptions,
} from "@melio-platform/client";
import { createNodeFetch } from "@melio-platform/client/node";
import { test } from "@melio-platform/mock-server/vitest";
import { afterEach, describe, expect, vi } from "vitest";
import {
  createClient as createPlainClient,
  markedKey,
  melioErrorOf,
} from "./support/client.js";

// Against the mock server, which fails a test by itself when a request breaks the contract.
const account = { melioAccount: "acc_123" };

afterEach(() => {
  vi.restoreAllMocks();
});

/** Waits between attempts are drawn at random; this draws none. */
const withoutWaits = () => vi.spyOn(Math, "random").mockReturnValue(0);

const ways: { way: string; fetch: MelioClientOptions["fetch"] }[] = [
  { way: "Node's fetch", fetch: undefined },
  { way: "createNodeFetch", fetch: createNodeFetch({ proxy: false }) },
];

describe.for(ways)("by $way", ({ fetch }) => {
  const createClient = (
    server: { baseUrl: string },
    options: MelioClientOptions = {},
  ) => createPlainClient(server, { fetch, ...options });

  test("mints a token, a new one for each call", async ({ melioMock }) => {
    const melio = createClient(melioMock);
    const first = await melio.auth.createToken(account);
    const second = await melio.auth.createToken(account);
    expect(Date.parse(first.expiresAt)).toBeGreaterThan(Date.now());
    expect(second.accessToken).not.toBe(first.accessToken);
    expect(melioMock.isValid(first.accessToken)).toBe(true);
  });

  test("gives the response and the idempotency key beside the token, with one request", async ({
    melioMock,
  }) => {
    const melio = createClient(melioMock);
    const { data, response, idempotencyKey, attempts } = await melio.auth
      .createToken(account)
      .withResponse();
    expect(response.status).toBe(200);
    expect(attempts).toBe(1);
    expect(melioMock.requests()).toHaveLength(1);
    expect(
      await melio.auth.createToken({ ...account, idempotencyKey }),
    ).toEqual(data);
  });

  test("melio.http fills in the idempotency key and gives openapi-fetch's result", async ({
    melioMock,
  }) => {
    const { data, error, response } =
      await createClient(melioMock).http.POST("/auth/token");
    expect(response.ok).toBe(true);
    expect(error).toBeUndefined();
    expect(melioMock.isValid(data?.data.accessToken ?? "")).toBe(true);
  });

  test("expiresAtMs gives a token's expiry as a number", async ({
    melioMock,
  }) => {
    const token = await createClient(melioMock).auth.createToken(account);
    expect(expiresAtMs(token)).toBe(Date.parse(token.expiresAt));
    expect(expiresAtMs({ expiresAt: "2026-01-02t03:04:05+01:00" })).toBe(
      Date.UTC(2026, 0, 2, 2, 4, 5),
    );
    for (const expiresAt of ["2026-01-02T03:04:05", "soon", ""])
      expect(() => expiresAtMs({ expiresAt })).toThrow(/RFC 3339/);
  });

  test("a prefix stands before the key", async ({ melioMock }) => {
    await createClient(melioMock, { apiKeyPrefix: "Bearer" }).auth.createToken(
      account,
    );
    melioMock.assertRequests([{ account: "acc_123", status: 200 }]);
  });

  describe("what may pass is tried again, with the same idempotency key", () => {
    const faults = [
      { status: 408 },
      { status: 409 },
      { status: 429, retryAfter: 0 },
      { status: 500 },
      { status: 502, html: true },
      { status: 503, retryAfter: 0 },
      { status: 504 },
      { reset: true },
      { truncate: true },
    ];
    test.for(faults)("%o", async (fault, { melioMock }) => {
      withoutWaits();
      melioMock.failNext(fault);
      const melio = createClient(melioMock);
      const { attempts, data } = await melio.auth
        .createToken(account)
        .withResponse();
      expect(attempts).toBe(2);
      expect(melioMock.isValid(data.accessToken)).toBe(true);
      const [first, second] = melioMock.requests();
      expect(second?.headers["idempotency-key"]).toBe(
        first?.headers["idempotency-key"],
      );
    });

    test("a token whose answer was lost on the way is the one that comes", async ({
      melioMock,
    }) => {
      withoutWaits();
      melioMock.failNext({ reset: true, processed: true });
      const melio = createClient(melioMock);
      const { response } = await melio.auth.createToken(account).withResponse();
      expect(response.headers.get("Idempotent-Replayed")).toBe("true");
    });

    test("the third failure is the caller's", async ({ melioMock }) => {
      withoutWaits();
      melioMock.failNext({ status: 503, times: 3 });
      const error = await melioErrorOf(
        createClient(melioMock).auth.createToken(account),
      );
      expect(error).toMatchObject({
        kind: "server_error",
        status: 503,
        attempts: 3,
      });
    });
  });

  describe("what would be the same again is not tried again", () => {
    const withKeys = test.extend({
      melioMockOptions: {
        apiKeys: [{ key: markedKey, accounts: ["acc_mine"] }],
      },
    });

    withKeys("an unknown key", async ({ melioMock }) => {
      const melio = createMelioClient({
        apiKey: "sk_of_another",
        baseUrl: melioMock.baseUrl,
      });
      const error = await melioErrorOf(melio.auth.createToken());
      expect(error).toMatchObject({ kind: "unauthorized", attempts: 1 });
    });

    withKeys("a foreign account", async ({ melioMock }) => {
      const error = await melioErrorOf(
        createClient(melioMock).auth.createToken(account),
      );
      expect(error).toMatchObject({ kind: "forbidden", attempts: 1 });
    });

    test("a key used with another account", async ({ melioMock }) => {
      const melio = createClient(melioMock);
      const { idempotencyKey } = await melio.auth
        .createToken(account)
        .withResponse();
      const again = melio.auth.createToken({
        melioAccount: "acc_other",
        idempotencyKey,
      });
      expect(await melioErrorOf(again)).toMatchObject({
        kind: "unprocessable",
        attempts: 1,
      });
    });

    test("a success with another body", async ({ melioMock }) => {
      melioMock.failNext({ malformed: true });
      const error = await melioErrorOf(
        createClient(melioMock).auth.createToken(account),
      );
      expect(error).toMatchObject({ kind: "response", attempts: 1 });
    });
  });
});
