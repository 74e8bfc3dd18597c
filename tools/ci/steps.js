/** @typedef {{ name: string, command: string, vitest?: boolean }} Step */

/**
 * What `.ci/run` runs after the installation, in this order; a failure does not stop the rest.
 * A step counts as one check, or, with `vitest`, as the tests that vitest reports.
 *
 * @type {Step[]}
 */
export const steps = [
  { name: "tests", command: "npx -y pnpm@12 test", vitest: true },
  { name: "lint", command: "npx -y pnpm@12 lint" },
  { name: "types", command: "npx -y pnpm@12 typecheck" },
  { name: "generated code", command: "npx -y pnpm@12 check:generated" },
  { name: "packages", command: "npx -y pnpm@12 check:package" },
  { name: "unused code", command: "npx -y pnpm@12 check:unused" },
  { name: "licences", command: "npx -y pnpm@12 check:licenses" },
  { name: "release gate", command: "npx -y pnpm@12 release:check" },
  { name: "size", command: "npx -y pnpm@12 check:size" },
  {
    name: "redis tests",
    command: "npx -y pnpm@12 test:redis",
    vitest: true,
  },
  {
    name: "browser tests",
    command: "npx -y pnpm@12 test:browser",
    vitest: true,
  },
  {
    name: "runtimes",
    command: "npx -y pnpm@12 test:runtimes",
    vitest: true,
  },
  {
    name: "release",
    command: "npx -y pnpm@12 test:release",
    vitest: true,
  },
];
