/** The pages of the navigation, in the order in which one reads them. The links at the end of a page follow it. */
export const sections = [
  {
    text: "Start",
    pages: [
      "quickstart",
      "guides/backend-to-browser",
      "guides/accounts",
      "guides/settings",
    ],
  },
  {
    text: "Frameworks",
    pages: [
      "guides/nextjs",
      "guides/nuxt",
      "guides/express",
      "guides/fastify",
      "guides/hono",
      "guides/h3",
      "guides/node-http",
      "guides/lambda",
      "guides/workers",
    ],
  },
  {
    text: "Testing",
    pages: [
      "guides/testing",
      "guides/vitest",
      "guides/jest",
      "guides/node-test",
      "guides/other-languages",
      "guides/docker-and-ci",
      "guides/testing-a-token-cache",
    ],
  },
  {
    text: "Reliability",
    pages: [
      "guides/idempotency-and-retries",
      "guides/errors",
      "guides/errors-in-the-page",
      "guides/timeouts-and-cancellation",
    ],
  },
  {
    text: "Operate",
    pages: [
      "guides/key-rotation-and-secrets",
      "guides/observability-and-proxies",
      "guides/runtimes",
      "guides/verifying-against-the-sandbox",
      "guides/troubleshooting",
    ],
  },
];
