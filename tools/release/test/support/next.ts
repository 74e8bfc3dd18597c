import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { startInstalledMock } from "./installed-mock.js";
import { run } from "./run.js";
import { startProgram } from "./server-program.js";
import { settings, tryOut } from "./visitor.js";

// The docs' landing page has the route and its session in one file.
const oneFile = fileURLToPath(
  new URL("../../projects/next/app/one-file", import.meta.url),
);
const next = "node_modules/next/dist/bin/next";

/** Builds an app of the Next.js page without a key, and has it serve with one. */
export async function tryProduction(cwd: string, env: NodeJS.ProcessEnv) {
  await rm(join(cwd, ".env.local"));
  await cp(oneFile, join(cwd, "app/one-file"), { recursive: true });
  await run(process.execPath, [next, "build"], { cwd, env });
  const mock = await startInstalledMock(cwd);
  const server = await startProgram(
    cwd,
    [process.execPath, next, "start", "--port", "$PORT"],
    settings(mock),
  );
  try {
    await tryOut(server, mock);
    await tryOneFile(server.url);
  } finally {
    await server.stop();
    await mock.stop();
  }
}

async function tryOneFile(url: string) {
  const login = await fetch(`${url}/login`, { method: "POST" });
  const [cookie = ""] = login.headers.getSetCookie();
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/one-file`, { method: "POST", headers });
  const allowed = await ask({ Cookie: cookie.split(";")[0] ?? "" });
  expect(await allowed.json()).toHaveProperty("accessToken");
  expect((await ask({})).status).toBe(403);
}
