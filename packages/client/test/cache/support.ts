import {
  createMelioClient,
  type MelioClientOptions,
} from "@melio-platform/client";
import { onTestFinished, vi } from "vitest";
import { headerNames, tokenBody } from "../support/spec.js";

/** A token's life, in milliseconds. */
export const hour = 3_600_000;

/** A mint that was asked for, and how it goes on. */
export interface Mint {
  account: string | null;
  idempotencyKey: string | null;
  apiKey: string | null;
  url: string;
  succeed(): void;
  fail(status: number, headers?: Record<string, string>): void;
}

/**
 * The real client over a `fetch` that mints tokens which live for an hour by the test's clock.
 * @param auto - answers at once; else each mint waits for the test
 */
export function createMinter({
  auto = true,
  lifetime = hour,
  ...options
}: MelioClientOptions & { auto?: boolean; lifetime?: number } = {}) {
  const mints: Mint[] = [];
  const melio = createMelioClient({
    apiKey: "sk_test_of_the_cache",
    baseUrl: "https://api.test/v1",
    maxRetries: 0,
    fetch: (input, init) =>
      new Promise((resolve) => {
        const headers = new Headers(init?.headers);
        const mint: Mint = {
          account: headers.get(headerNames.account),
          idempotencyKey: headers.get(headerNames.idempotencyKey),
          apiKey: headers.get(headerNames.apiKey),
          url: String(input),
          succeed: () => resolve(Response.json({ data: newToken(lifetime) })),
          fail: (status, headers = {}) =>
            resolve(new Response(null, { status, headers })),
        };
        mints.push(mint);
        if (auto) mint.succeed();
      }),
    ...options,
  });
  return { melio, mints };
}

let minted = 0;

/** A token that no other equals. */
export const newToken = (lifetime = hour) => ({
  ...tokenBody.data,
  accessToken: `at_${++minted}`,
  expiresAt: new Date(Date.now() + lifetime).toISOString(),
});

/**
 * Stops the clock, for the test to move.
 * @param timers - stops them as well; else they go on
 */
export function stopClock({ timers = false } = {}) {
  vi.useFakeTimers({
    toFake: [
      "Date",
      ...(timers ? (["setTimeout", "clearTimeout"] as const) : []),
    ],
  });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  return { advance: (ms: number) => vi.setSystemTime(Date.now() + ms) };
}
