import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { deviations } from "./deviations.js";
import { startForwardingServer } from "./forwarding-server.js";
import { runWorkflows } from "./run-workflows.js";

const apiKey = "sk_contract_5b1f0c";
const melioAccount = "acc_contract";
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
  const run = await runWorkflows(
    mock.baseUrl,
    { apiKey, melioAccount },
    "--verbose",
  );
  expect(run.outcomes).toEqual(allPass);
  expect(run.exitCode).toBe(0);
  expect(run.output).toContain("api-key: ********");
  expect(run.output).not.toContain(apiKey);
});

test("what a workflow leaves out is not on the wire, and each run has keys of its own", async () => {
  await using mock = await startMock();
  await using server = await startForwardingServer(mock.baseUrl);
  for (const run of [1, 2]) {
    const { outcomes } = await runWorkflows(server.baseUrl, {
      apiKey,
      melioAccount,
    });
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
    const run = await runWorkflows(server.baseUrl, { apiKey, melioAccount });
    expect(run.outcomes).toEqual({
      ...allPass,
      ...Object.fromEntries(foundBy.map((workflow) => [workflow, "error"])),
    });
    expect(run.exitCode).toBe(1);
  },
);
