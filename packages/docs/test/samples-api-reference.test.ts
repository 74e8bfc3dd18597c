import { readFileSync } from "node:fs";
import { startMockServer } from "@melio-platform/mock-server";
import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
import { expect, inject, test } from "vitest";
import { served } from "./samples/expectation.js";
import { samplesFolder } from "./samples/files.js";
import { runProgram, runShell } from "./samples/run.js";

const samples = openapi.paths["/auth/token"].post["x-codeSamples"];
const sourceOf = (wanted: string) =>
  samples.find(({ label }) => label === wanted)?.source ?? "";

const sandbox = openapi.servers.find(
  (server) => server["x-environment"] === "sandbox",
);

test("the operation has a sample in three languages", () => {
  const labels = samples.map(({ label }) => label);
  expect(labels).toEqual(["TypeScript", "curl", "Ruby"]);
});

test("the one in TypeScript compiles, and prints a token", async () => {
  await using mock = await startMockServer();
  const run = await runProgram("api-reference.ts", mock);
  expect(inject("compilerErrors")).toBe("");
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^at_\S+ \S+Z\n$/);
  mock.assertRequests([served]);
});

test("the one for curl answers with a token", async () => {
  await using mock = await startMockServer();
  const curl = sourceOf("curl");
  expect(curl).toContain(`${sandbox?.url}/auth/token`);
  const here = curl.replace(`${sandbox?.url}`, mock.baseUrl);
  const run = await runShell(here, mock);
  const { data } = JSON.parse(run.stdout);
  expect(mock.isValid(data.accessToken)).toBe(true);
  mock.assertRequests([served]);
  mock.assertNoViolations();
});

test("the one in Ruby calls the operation as upstream's reference does", () => {
  expect(sourceOf("Ruby")).toContain(
    "api_instance.post_auth_token(idempotency_key, opts)",
  );
});

test("the one in Python answers with a token", async () => {
  await using mock = await startMockServer();
  const python = readFileSync(`${samplesFolder}api/mint.py`, "utf8");
  expect(python).toContain(`${sandbox?.url}/auth/token`);
  const here = python.replace(`${sandbox?.url}`, mock.baseUrl);
  const run = await runShell(`python3 - <<'END'\n${here}END\n`, mock);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^at_\S+ \S+Z\n$/);
  mock.assertRequests([served]);
  mock.assertNoViolations();
});
