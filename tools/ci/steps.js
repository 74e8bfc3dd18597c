/**
 * A step counts as one check, or, with `vitest`, as the tests that vitest reports.
 *
 * @typedef {{ name: string, command: string, vitest?: boolean }} Step
 */

/**
 * First what a newcomer does, then everything else is built, once.
 *
 * @type {Step[]}
 */
export const first = [
  { name: "tests", command: "pnpm run test", vitest: true },
  { name: "build", command: "turbo run build --output-logs=errors-only" },
];

/**
 * Two lists that run side by side, each from top to bottom: what computes, and what waits for browsers,
 * other runtimes and registries. They take about as long as each other: the shorter of
 * those that wait are in the first. The commands are those of the root's scripts, without the build.
 *
 * @type {Step[][]}
 */
export const lanes = [
  [
    {
      name: "slow tests",
      command: "vitest run --config vitest.rest.config.ts",
      vitest: true,
    },
    { name: "lint", command: "pnpm run lint" },
    {
      name: "types",
      command: "turbo run typecheck --only --output-logs=errors-only",
    },
    { name: "generated code", command: "pnpm run check:generated" },
    {
      name: "packages",
      command: "turbo run check:package --only --output-logs=errors-only",
    },
    { name: "unused code", command: "pnpm run check:unused" },
    { name: "licences", command: "pnpm run check:licenses" },
    { name: "release gate", command: "node tools/release-gate/src/cli.js" },
    {
      name: "size",
      command: "turbo run check:size --only --output-logs=new-only",
    },
    {
      name: "runtimes",
      command: "vitest run --root tools/runtime-matrix",
      vitest: true,
    },
    {
      name: "redis tests",
      command:
        "vitest run --root packages/client --config vitest.redis.config.ts",
      vitest: true,
    },
    {
      name: "interop",
      command: "vitest run --root tools/interop",
      vitest: true,
    },
  ],
  [
    {
      name: "browser tests",
      command: "vitest run --config vitest.browser.config.ts",
      vitest: true,
    },
    {
      name: "release",
      command: "vitest run --root tools/release",
      vitest: true,
    },
  ],
];
