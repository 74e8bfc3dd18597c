import { readFileSync } from "node:fs";
import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { expect, inject, test } from "vitest";
import { apiKey } from "./samples/compile.js";
import { type Expectation, nothing } from "./samples/expectation.js";
import { sampleFiles, samplesFolder } from "./samples/files.js";
import { modules } from "./samples/modules.js";
import { programs } from "./samples/programs.js";
import { type Run, runCode, runProgram } from "./samples/run.js";

test("all samples compile under strict settings", () => {
  expect(inject("compilerErrors")).toBe("");
});

async function expectToHold(
  { prepare, stdout, stderr, requests }: Expectation,
  run: (mock: MockServer) => Promise<Run>,
) {
  await using mock = await startMockServer();
  prepare?.(mock);
  const { code, ...printed } = await run(mock);
  mock.clock.advance(3_600_000); // ends the answers that nobody waits for any more
  expect(printed.stdout).toMatch(stdout ?? nothing);
  expect(printed.stderr).toMatch(stderr ?? nothing);
  expect(JSON.stringify(printed)).not.toContain(apiKey);
  expect(code).toBe(0);
  if (requests) mock.assertRequests(requests);
  mock.assertNoViolations();
}

test.concurrent.for(programs)("$sample does what its page says", (program) =>
  expectToHold(program, (mock) => runProgram(program.sample, mock)),
);

test.concurrent.for(modules)("$sample does what its page says", (module) =>
  expectToHold(module, (mock) => runCode(module.code ?? "", mock)),
);

/** Those that are in another sample, or a test that Vitest runs as such. */
const runElsewhere = /\.test\.ts$|^testing\/backend\.[cm]?[jt]s$/;

test("every sample of TypeScript and JavaScript is run", () => {
  const run = [...programs, ...modules].map(({ sample }) => sample);
  const known = (file: string) => run.includes(file) || runElsewhere.test(file);
  const code = sampleFiles().filter((file) => /\.[cm]?[jt]s$/.test(file));
  expect(code.filter((file) => !known(file))).toEqual([]);
  for (const file of run)
    expect(readFileSync(samplesFolder + file, "utf8")).not.toBe("");
});
