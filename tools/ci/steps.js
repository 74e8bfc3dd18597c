/**
 * A step counts as one check, or, with `vitest`, as the tests that vitest reports.
 *
 * @typedef {{ name: string, command: string, vitest?: boolean }} Step
 */

/**
 * The stages follow each other. In each, lists of steps run side by side, each list from top to bottom. The commands
 * are those of the root's scripts, without the build, which is done once.
 *
 * First what a newcomer does. While the docs are built, the checks that need no build run. Then what mostly computes
 * runs beside what mostly waits, for browsers, registries and foreign programs; both lists take about as long as each other.
 *
 * @type {Step[][][]}
 */
export const stages = [
  [[{ name: "tests", command: "pnpm run test", vitest: true }]],
  [
    [{ name: "build", command: "turbo run build --output-logs=errors-only" }],
    [
      { name: "lint", command: "pnpm run lint" },
      { name: "licences", command: "pnpm run check:licenses" },
    ],
  ],
  [
    [
      {
        name: "slow tests",
        command: "vitest run --config vitest.rest.config.ts",
        vitest: true,
      },
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
      {
        name: "interop",
        command: "vitest run --root tools/interop",
        vitest: true,
      },
    ],
  ],
];
