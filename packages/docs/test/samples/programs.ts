import { type Expectation, served, time } from "./expectation.js";

/** The samples that are programs. */
export const programs: Expectation[] = [
  {
    sample: "landing/mint.ts",
    stdout: RegExp(`^${time}\n$`),
    requests: [served],
  },
  {
    sample: "quickstart/mint-token.mjs",
    stdout: RegExp(`^token: +at_\\S+\nexpires: ${time}\n$`),
    requests: [served],
  },
  {
    sample: "retries/attempts.ts",
    prepare: (mock) => mock.failNext({ status: 503, retryAfter: 0 }),
    stdout: RegExp(
      `^2 attempts with the key [0-9a-f-]{36}\nexpires ${time}\n$`,
    ),
    requests: [{ status: 503 }, { ...served, attempt: 2 }],
  },
  {
    sample: "retries/options.ts",
    prepare: (mock) => mock.failNext({ status: 503, retryAfter: 0, times: 4 }),
    stdout: /^minted in attempt 5\nminted in attempt 1\n$/,
    requests: [
      ...[1, 2, 3, 4].map((attempt) => ({ status: 503, attempt })),
      { ...served, attempt: 5 },
      { ...served, attempt: 1 },
    ],
  },
  {
    sample: "retries/resume.ts",
    // The first one is processed, but its answer is lost, and so are those of its two retries.
    prepare: (mock) =>
      mock.failNext({ truncate: true, processed: true, times: 3 }),
    stdout: RegExp(`^no answer in 3 attempts, again\nexpires ${time}\n$`),
    requests: [
      { attempt: 1 },
      { attempt: 2 },
      { attempt: 3 },
      { ...served, attempt: 4, outcome: "replayed" },
    ],
  },
  {
    sample: "errors/branch.ts",
    prepare: (mock) => mock.failNext({ status: 429, retryAfter: 90 }),
    stderr: /^Too many requests\. Wait 90000 ms\.\n$/,
    requests: [{ status: 429 }],
  },
  {
    sample: "errors/branch.ts",
    prepare: (mock) => mock.failNext({ status: 403 }),
    stderr: /^This key may not act for the Account: \w+\n$/,
    requests: [{ status: 403 }],
  },
  {
    sample: "errors/branch.ts",
    prepare: (mock) => mock.failNext({ status: 422 }),
    stderr: /^unprocessable: POST http\S+ returned 422 /,
    requests: [{ status: 422 }],
  },
  {
    sample: "errors/result.ts",
    prepare: (mock) => mock.failNext({ status: 403 }),
    stderr: /^403 \w.*\n$/,
    requests: [{ status: 403 }],
  },
  {
    sample: "time-limits/limits.ts",
    stdout: RegExp(`^${time}\n$`),
    requests: [served],
  },
  {
    sample: "time-limits/which-limit.ts",
    prepare: (mock) => mock.failNext({ delay: 3_600_000, times: 2 }),
    stderr: /^timeout after 2 attempts\n$/,
    requests: [],
  },
  {
    sample: "time-limits/cancel.ts",
    stderr: /^true\n$/,
    requests: [],
  },
  {
    sample: "accounts/several-accounts.ts",
    stdout: /^2\n$/,
    requests: [{ status: 200 }, { status: 200 }],
  },
  {
    sample: "accounts/cached.ts",
    stdout: /^true\n$/,
    requests: [served],
  },
  {
    sample: "testing/faults.ts",
    stdout: /^6\n$/,
    requests: [],
  },
  {
    sample: "secrets/from-vault.ts",
    stdout: RegExp(`^${time}\n$`),
    requests: [served],
  },
  {
    sample: "secrets/from-file.ts",
    stdout: RegExp(`^${time}\n$`),
    requests: [served],
  },
  {
    sample: "secrets/nothing-prints-it.ts",
    stdout: /POST/,
    requests: [served],
  },
  {
    sample: "runtimes/require.cjs",
    stdout: RegExp(`^${time}\n$`),
    requests: [served],
  },
  {
    sample: "ruby/mint.ts",
    prepare: (mock) => mock.failNext({ status: 401 }),
    stderr: /^No token: POST .* returned 401 /,
    requests: [{ status: 401 }],
  },
  {
    sample: "ruby/with-response.ts",
    stdout: RegExp(`^200\napplication/json\\S*.*\n${time}\n$`),
    requests: [served],
  },
  {
    sample: "observability/logger.ts",
    stdout:
      /^\{"level":"info","message":"POST [^"]+","method":"POST",.*"attempts":1,.*"status":200,.*\}\n$/,
    requests: [served],
  },
  {
    sample: "observability/middleware.ts",
    stdout: /^answered 200\n$/,
    requests: [served],
  },
];
