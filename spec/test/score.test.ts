import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL("..", import.meta.url));

test("Redocly scores the description at 90 of 100 or more", async () => {
  const redocly = "node_modules/@redocly/cli/bin/cli.js";
  const { stdout } = await run(
    process.execPath,
    [redocly, "score", "auth-token", "--format=json"],
    { cwd: packageRoot },
  );
  expect(JSON.parse(stdout).agentReadiness).toBeGreaterThanOrEqual(90);
});
