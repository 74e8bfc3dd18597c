import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { startMockServer } from "@melio-platform/mock-server";
import { expect, test } from "vitest";
import { sampleFiles, samplesFolder } from "./samples/files.js";
import { unknownPackages } from "./samples/packages.js";
import { followedPages } from "./samples/pages.js";
import { environment, runShell, shellScript } from "./samples/run.js";

const read = (sample: string) => readFileSync(samplesFolder + sample, "utf8");

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

test.for(["try", "verify"])(
  "verify/%s.ps1 is the same in PowerShell",
  (name) => {
    const wordsOf = (script: string) =>
      script
        .replace(/^\$env:MELIO_API_KEY = "(\S+)"/, "export MELIO_API_KEY=$1")
        .replaceAll(/[`\\]$/gm, "")
        .split(/\s+/);
    expect(wordsOf(read(`verify/${name}.ps1`))).toEqual(
      wordsOf(read(`verify/${name}.sh`)),
    );
  },
);

test("other-languages/start.sh starts a server, and ends when it is told to", async ({
  onTestFinished,
}) => {
  const script = shellScript(read("other-languages/start.sh"));
  expect(script).toContain("--port 4010 ");
  const onFreePort = script.replace("--port 4010 ", "--port 0 ");
  const shell = spawn("bash", ["--norc", "-c", onFreePort], {
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
});

test("ci/start-mock.sh starts a server, and waits until it answers", async ({
  onTestFinished,
}) => {
  const script = shellScript(read("ci/start-mock.sh"));
  const settings = read("ci/mock.env");
  const { port } = await freePort();
  const shell = spawn(
    "bash",
    ["--norc", "-c", script.replaceAll("4010", `${port}`)],
    { detached: true, env: environment },
  );
  onTestFinished(() => {
    process.kill(-(shell.pid ?? Number.NaN), "SIGKILL");
  });
  await once(shell, "exit");
  expect(shell.exitCode).toBe(0);
  const [, key = ""] = /MELIO_API_KEY=(.*)/.exec(settings) ?? [];
  const [, baseUrl = ""] = /MELIO_BASE_URL=(.*)/.exec(settings) ?? [];
  const response = await fetch(
    `${baseUrl.replace("4010", `${port}`)}/auth/token`,
    {
      method: "POST",
      headers: { "API-Key": key, "Idempotency-Key": "ci" },
    },
  );
  expect(response.status).toBe(200);
});

/** A port that nothing listens on. */
async function freePort() {
  await using mock = await startMockServer();
  return new URL(mock.baseUrl);
}

const faults = [
  "quickstart/make-it-fail",
  "errors/refuse",
  "retries/lose-answers",
  "time-limits/delay",
];

test.for(faults)("%s is the same in PowerShell", (sample) => {
  const partsOf = (script: string) =>
    /(http\S+).*(application\/json).*('\{.*\}')/s.exec(script)?.slice(1);
  const parts = partsOf(read(`${sample}.ps1`));
  expect(parts).toHaveLength(3);
  expect(parts).toEqual(partsOf(read(`${sample}.sh`)));
});

const installing = [
  "verify/install.sh",
  "testing/install.sh",
  "install/npm.sh",
  "install/pnpm.sh",
  "install/yarn.sh",
  "install/bun.sh",
];

test.for(installing)("%s installs packages that are there", (sample) => {
  const script = read(sample).replace(
    /^(?:pnpm|yarn|bun) add /,
    "npm install ",
  );
  expect(script).toMatch(/^npm install /);
  expect(unknownPackages(script)).toEqual([]);
});

/** Samples that are not run, and why. */
const notRun: Record<string, string> = {
  "ruby/mint.rb": "upstream's own client, as its reference shows it",
  "ruby/with-http-info.rb": "likewise",
  "runtimes/bun.sh":
    "Bun and Deno are installed by tools/runtime-matrix alone, which runs the client in both",
  "runtimes/deno.sh": "likewise",
};

const isFollowed = (file: string) =>
  followedPages.some(({ text }) => text.includes(`samples/${file}`));

test("every other sample is run, or said not to be", () => {
  const code = readFileSync(new URL(import.meta.url), "utf8");
  const others = sampleFiles()
    .filter((file) => /\.(sh|rb)$/.test(file))
    .filter((file) => !isFollowed(file) || file in notRun);
  expect(others.length).toBeGreaterThan(6);
  for (const file of others)
    expect(code.split(`"${file}"`).length, file).toBeGreaterThan(1);
  for (const file of Object.keys(notRun)) expect(others).toContain(file);
});
