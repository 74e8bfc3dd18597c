import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { served } from "./samples/expectation.js";
import { sampleFiles, samplesFolder } from "./samples/files.js";
import { unknownPackages } from "./samples/packages.js";
import { environment, runShell, shellScript } from "./samples/run.js";

const read = (sample: string) => readFileSync(samplesFolder + sample, "utf8");

const minting = ["quickstart/mint-at-mock.sh", "quickstart/mint-at-sandbox.sh"];

test.concurrent.for(minting)("%s prints a token", async (sample) => {
  await using mock = await startMockServer();
  const run = await runShell(read(sample), mock);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/^token: +at_\S+\nexpires: \S+\n$/);
  mock.assertRequests([served]);
  mock.assertNoViolations();
});

test("quickstart/make-it-fail.sh prints a token all the same", async () => {
  await using mock = await startMockServer();
  const run = await runShell(read("quickstart/make-it-fail.sh"), mock);
  expect(run).toMatchObject({ code: 0, stderr: "" });
  expect(run.stdout).toMatch(/token: +at_\S+\nexpires: \S+\n$/);
  mock.assertRequests([{ status: 503 }, { status: 503 }, served]);
});

test("verify/verify.sh finds no deviation in the mock server", async () => {
  const script = read("verify/verify.sh");
  const key = /MELIO_API_KEY=(\S+)/.exec(script)?.[1] ?? "";
  await using mock = await startMockServer({ apiKeys: [key] });
  const sandbox = "https://api-sandbox.melio.com/v1";
  expect(script).toContain(`--base-url ${sandbox} `);
  const run = await runShell(script.replace(sandbox, mock.baseUrl), mock);
  expect(run.stdout).toMatch(/\n\d+ steps, no deviation\.\n$/);
  expect(run.stdout).toContain("mint-for-account");
  expect(run.code).toBe(0);
});

const starting = ["quickstart/start-mock.sh", "testing/start-for-tests.sh"];

test.concurrent.for(starting)(
  "%s starts a server, and ends when it is told to",
  async (sample, { onTestFinished }) => {
    const script = read(sample).replace("--port 4010", "--port 0");
    const shell = spawn("bash", ["--norc", "-c", shellScript(script)], {
      detached: true, // a group of its own, as a terminal makes one
      env: environment,
    });
    const group = -(shell.pid ?? Number.NaN);
    const exit = once(shell, "exit");
    onTestFinished(() => {
      if (shell.exitCode === null) process.kill(group, "SIGKILL");
    });
    for await (const line of createInterface(shell.stdout)) {
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (!url) continue;
      const health = await fetch(`${url}/__mock/health`);
      expect(health.status).toBe(200);
      break;
    }
    process.kill(group, "SIGTERM");
    await exit;
  },
);

const installing = [
  "quickstart/install.sh",
  "verify/install.sh",
  "testing/install.sh",
  "install/npm.sh",
  "install/pnpm.sh",
  "install/yarn.sh",
  "install/bun.sh",
  "frameworks/install-express.sh",
  "frameworks/install-fastify.sh",
  "frameworks/install-hono.sh",
  "frameworks/install-lambda.sh",
];

test.for(installing)("%s installs packages that are there", (sample) => {
  const script = read(sample).replace(
    /^(?:pnpm|yarn|bun) add /,
    "npm install ",
  );
  expect(script).toMatch(/^npm install /);
  expect(unknownPackages(script)).toEqual([]);
});

test("frameworks/ask.sh asks as the signed-in user", async () => {
  await using mock = await startMockServer();
  const here = read("frameworks/ask.sh").replace(
    "http://localhost:3000",
    mock.url,
  );
  mock.stub("POST", "/melio/token", { body: { accessToken: "at" } });
  const run = await runShell(here, mock);
  const [request] = mock.requests({ path: "/melio/token" });
  expect(request).toMatchObject({ method: "POST" });
  expect(Object.keys(request?.headers ?? {})).toContain("cookie");
  expect(run.stderr).not.toContain("Could not");
});

/** Samples that are not run, and why. */
const notRun: Record<string, string> = {
  "ruby/mint.rb": "upstream's own client, as its reference shows it",
  "ruby/with-http-info.rb": "likewise",
  "runtimes/run-elsewhere.sh":
    "Bun and Deno are installed by tools/runtime-matrix alone, which runs the client in both",
};

test("every other sample is run, or said not to be", () => {
  const code = readFileSync(new URL(import.meta.url), "utf8");
  const others = sampleFiles().filter((file) => /\.(sh|rb)$/.test(file));
  expect(others.length).toBeGreaterThan(8);
  for (const file of others)
    expect(code.split(`"${file}"`).length, file).toBeGreaterThan(1);
  for (const file of Object.keys(notRun)) expect(others).toContain(file);
});
