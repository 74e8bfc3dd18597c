import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const packageRoot = fileURLToPath(new URL("..", import.meta.url));

// The other subscores, and so the sum, are upstream's: its nesting, its names, and the constraints that it documents.
test("Redocly's score is full where the description alone decides it", async () => {
  const redocly = "node_modules/@redocly/cli/bin/cli.js";
  const { stdout } = await run(
    process.execPath,
    [redocly, "score", "auth-token", "--format=json"],
    { cwd: packageRoot },
  );
  expect(JSON.parse(stdout).subscores).toMatchObject({
    documentationQuality: 1,
    exampleCoverage: 1,
    errorClarity: 1,
  });
});
