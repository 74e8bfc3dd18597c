import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const cwd = fileURLToPath(new URL("../../..", import.meta.url));
const start = ["tools/quickstart/start.js"];
// turbo looks for pnpm, which `npx vitest` does not put on the path as `pnpm start` does.
const npx = ["-y", "--package=pnpm@12", "-c", "printenv PATH"];
const PATH = (await run("npx", npx, { cwd })).stdout.trim();
const env = { ...process.env, PATH };

test("prints the token that the client minted over HTTP, and ends", async () => {
  const { stdout, stderr } = await run("node", start, { cwd, env });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/listens at http:\/\/127\.0\.0\.1:\d+\/v1/);
  expect(stdout).toMatch(/account +acc_123/);
  expect(stdout).toMatch(/access token +\S{16,}/);
  const expiresAt = stdout.match(/expires at +(\S+)/)?.[1] ?? "";
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
});

test("--serve keeps the server up, and its curl line gives the token again", async () => {
  const child = spawn("node", [...start, "--serve"], { cwd, env });
  let output = "";
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.includes("Ctrl+C")) break;
  }
  const curl = output.match(/curl .*(\n.*-H.*)+/)?.[0] ?? "";
  const { stdout } = await run("bash", ["-c", `${curl} -s`]);
  const { data } = JSON.parse(stdout);
  expect(output).toContain(data.accessToken);
  child.kill("SIGINT");
  expect((await once(child, "exit"))[0]).toBe(0);
});

test("an unknown flag is named, with the ones that there are", async () => {
  const failure = await run("node", [...start, "--sreve"], { cwd }).catch(
    (e) => e,
  );
  expect(failure.code).toBe(2);
  expect(failure.stderr).toContain("--sreve");
  expect(failure.stderr).toContain("--serve");
});
