import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { serveCommand } from "./support/run-command.js";

// No container can be built here; what it runs can be run.
const read = (name: string) =>
  readFileSync(new URL(`../container/${name}`, import.meta.url), "utf8");
const dockerfile = read("Dockerfile");
const listIn = (pattern: RegExp): string[] =>
  JSON.parse(pattern.exec(dockerfile)?.[1] ?? "");
const [program, ...flags] = listIn(/^ENTRYPOINT (\[.*\])$/m);
const [node, ...check] = listIn(/HEALTHCHECK[^[]*CMD (\[.*\])$/m);
const { services } = parse(read("compose.yaml"));

async function health(port: string): Promise<number> {
  const args = check.map((text) => text.replace("4010", port));
  const child = spawn(process.execPath, args, { stdio: "inherit" });
  const [code] = await once(child, "close");
  return code;
}

test("the container's command line serves, and its health check sees it", async () => {
  expect([program, node]).toEqual(["melio-mock", "node"]);
  expect(check.join(" ")).toContain(`:${flags.at(-1)}/health`);
  const started = flags.map((flag) => (flag === "4010" ? "0" : flag));
  const serving = serveCommand([
    ...started,
    ...services.mock.command,
    "--json",
  ]);
  const { url } = JSON.parse(await serving.line(/"listening"/));
  const { port } = new URL(url);
  expect(await health(port)).toBe(0);
  const steered = await fetch(`${url}/__mock/health`);
  expect(steered.status).toBe(200);
  expect(await serving.stop("SIGTERM")).toBe(0);
  expect(await health(port)).toBe(1);
});

test("it runs as no root, and starts without a build", () => {
  expect(dockerfile.indexOf("USER node")).toBeLessThan(
    dockerfile.indexOf("ENTRYPOINT"),
  );
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/--ignore-scripts/);
});

test("the compose file's backend waits for the mock, and finds it", () => {
  const { backend, mock } = services;
  expect(backend.depends_on.mock.condition).toBe("service_healthy");
  const { hostname, port } = new URL(backend.environment.MELIO_BASE_URL);
  expect(services[hostname]).toBe(mock);
  expect(port).toBe(flags.at(-1));
  expect(mock.command).toContain(backend.environment.MELIO_API_KEY);
  const names = mock.command.filter(
    (_: string, index: number) => mock.command[index - 1] === "--allow-host",
  );
  expect(names).toEqual([hostname]);
});
