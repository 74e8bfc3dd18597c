import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { runWorkflows as runOnce } from "../../src/verify/run-workflows.js";
import { deviations } from "./deviations.js";
import { startForwardingServer } from "./forwarding-server.js";

const apiKey = "sk_contract_5b1f0c";
const melioAccount = "acc_contract";
const workflows = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/auth-token.arazzo.yaml"),
);

/** Runs the workflows as `melio-mock verify` does, and gives the outcome of each by its ID. */
async function runWorkflows(server: string, verbose = false) {
  const inputs = { apiKey, melioAccount };
  const run = await runOnce({ workflows, server, inputs, verbose });
  const outcomes = Object.fromEntries(
    run.workflows.map(({ workflowId, status }) => [workflowId, status]),
  );
  return { ...run, outcomes };
}

const startMock = () => startMockServer({ apiKeys: [apiKey] });

const allPass = {
  mint: "success",
  "mint-for-account": "success",
  replay: "success",
  "missing-idempotency-key": "success",
  "missing-api-key": "success",
  "unknown-api-key": "success",
};

test("the mock server keeps the contract, and no output shows the API key", async () => {
  await using mock = await startMock();
  const run = await runWorkflows(mock.baseUrl, true);
  expect(run.outcomes).toEqual(allPass);
  expect(run.exitCode).toBe(0);
  expect(run.output).toContain("api-key: ********");
  expect(run.output).not.toContain(apiKey);
});

test("what a workflow leaves out is not on the wire, and each run has keys of its own", async () => {
  await using mock = await startMock();
  await using server = await startForwardingServer(mock.baseUrl);
  for (const run of [1, 2]) {
    const { outcomes } = await runWorkflows(server.baseUrl);
    expect(outcomes, `run ${run}`).toEqual(allPass);
  }

  const keys = server.received.map((headers) => headers["idempotency-key"]);
  const withoutKey = server.received.filter(
    (headers) => !("idempotency-key" in headers),
  );
  const withoutApiKey = server.received.filter(
    (headers) => !("api-key" in headers),
  );
  expect(server.received).toHaveLength(16);
  expect(withoutKey.map((headers) => headers["api-key"])).toEqual([
    apiKey,
    apiKey,
  ]);
  expect(withoutApiKey).toHaveLength(2);
  // Of the eight requests of a run, one has no key and one repeats a key.
  expect(new Set(keys.filter((key) => key !== undefined)).size).toBe(12);
});

test.for(deviations)(
  "a server that $server fails",
  async ({ foundBy, tamper }) => {
    await using mock = await startMock();
    await using server = await startForwardingServer(mock.baseUrl, tamper);
    const run = await runWorkflows(server.baseUrl);
    expect(run.outcomes).toEqual({
      ...allPass,
      ...Object.fromEntries(foundBy.map((workflow) => [workflow, "error"])),
    });
    expect(run.exitCode).toBe(1);
  },
);
