import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { startMockServer } from "@melio-platform/mock-server";
import { describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";
import { createCertificate } from "./support/certificate.js";
import { command, runCommand, serveCommand } from "./support/run-command.js";

describe("melio-mock", () => {
  test("tells where it listens, with a curl line that works", async () => {
    await using serving = serveCommand(["--port", "0"]);
    await serving.line(
      /^Listening on http:\/\/127\.0\.0\.1:\d+\. Press Ctrl\+C to stop/,
    );
    const curl = (await serving.line(/curl/)).trim();
    const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} -sS`]);
    expect(JSON.parse(stdout).data.accessToken).toMatch(/^at_/);
    const line = await serving.line(/ ms$/);
    expect(line).toMatch(
      /^[\d:.]+ POST \/v1\/auth\/token 200 processed, [\d.]+ ms$/,
    );
  });

  test("goes on if the reader of its lines ends", async () => {
    const child = spawn(process.execPath, [command, "--port", "0", "--json"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [line] = await once(child.stdout, "data");
      const { baseUrl } = JSON.parse(String(line));
      child.stdout.destroy();
      for (let count = 0; count < 5; count += 1) {
        const { status } = await createCaller(baseUrl)();
        expect(status).toBe(200);
      }
      expect(child.exitCode).toBeNull();
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("keeps a known key off the screen, with a curl line that works", async () => {
    const key = 'sk_live_"`$x';
    await using serving = serveCommand(["--port", "0", "--api-key", key]);
    const curl = (await serving.line(/curl/)).trim();
    const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} -sS`], {
      env: { ...process.env, MELIO_API_KEY: key },
    });
    expect(JSON.parse(stdout).data.accessToken).toMatch(/^at_/);
    expect(serving.lines.join("\n")).not.toContain("sk_live");
  });

  test("writes JSON lines for machines", async () => {
    await using serving = serveCommand(["--port", "0", "--json"]);
    const { baseUrl } = JSON.parse(await serving.line(/"listening"/));
    await createCaller(baseUrl)({ headers: { "Melio-Account": "acc_1" } });
    expect(JSON.parse(await serving.line(/"request"/))).toMatchObject({
      event: "request",
      outcome: "processed",
      account: "acc_1",
      headers: { "api-key": "***" },
    });
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "on %s finishes what is in flight, and exits with 0",
    async (signal) => {
      await using serving = serveCommand(["--port", "0", "--json"]);
      const { url, baseUrl } = JSON.parse(await serving.line(/"listening"/));
      await fetch(`${url}/__mock/faults`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ delay: 3_600_000 }),
      });
      const reply = createCaller(baseUrl)();
      await expect
        .poll(async () => {
          const answer = await fetch(`${url}/__mock/faults`);
          return answer.json();
        })
        .toMatchObject({ faults: [{ struck: 1 }] });
      expect(await serving.stop(signal)).toBe(0);
      expect((await reply).status).toBe(200);
    },
  );

  test("ends with the shell that npx runs it in", async () => {
    const line = `"${process.execPath}" "${command}" --port 0 --json; true`;
    const shell = spawn("sh", ["-c", line], {
      env: { ...process.env, npm_command: "exec" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(shell.stdout, "data");
    shell.kill("SIGKILL");
    // The pipe ends with the last process that writes to it.
    shell.stdout.resume();
    await once(shell.stdout, "end");
  });

  test("passes on to an upstream", async () => {
    await using upstream = await startMockServer();
    const child = spawn(process.execPath, [
      ...[command, "proxy", "--upstream", upstream.baseUrl],
      ...["--port", "0", "--json"],
    ]);
    const [first] = await once(child.stdout, "data");
    const { baseUrl } = JSON.parse(String(first));
    expect((await createCaller(baseUrl)()).status).toBe(200);
    child.kill();
    expect(await once(child, "close")).toEqual([0, null]);
    expect(upstream.requests()).toHaveLength(1);
  });

  test.each([
    [["proxy"], /either --upstream.*or --replay/],
    [["proxy", "--upstream", "http://api.example/v1"], /--upstream.*https/],
    [
      ["proxy", "--upstream", "https://a.example", "--port", "x"],
      /whole number/,
    ],
  ])("refuses %j with a reason", async (args, reason) => {
    const { code, stderr } = await runCommand(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(reason);
  });

  test("says that it listens beyond this machine", async () => {
    const warning = async (host: string) => {
      const child = spawn(
        process.execPath,
        [command, "--port", "0", "--host", host],
        { stdio: ["ignore", "pipe", "pipe"] },
      );
      let stderr = "";
      child.stderr.on("data", (chunk) => {
        stderr += chunk;
      });
      await once(child.stdout, "data");
      child.kill();
      await once(child, "close");
      return stderr;
    };
    expect(await warning("0.0.0.0")).toMatch(
      /^Warning: .*listens on 0\.0\.0\.0/,
    );
    expect(await warning("127.0.0.1")).toBe("");
  });

  test("takes every option of the library", async () => {
    await using serving = serveCommand([
      ...["--port", "0", "--json", "--no-control", "--cors", "--seed", "s"],
      ...["--api-key", "good=acc_1,acc_2", "--api-key", "all"],
      ...[
        "--token-ttl",
        "1000",
        "--idempotency-ttl",
        "1000",
        "--journal-size",
        "5",
      ],
      ...["--fail", "503:0", "--fail", "429:0.0"],
      ...["--allow-host", "mock", "--keep-alive", "1000"],
    ]);
    const { url, baseUrl } = JSON.parse(await serving.line(/"listening"/));
    const call = createCaller(baseUrl);
    const status = async (headers: Record<string, string>) =>
      (await call({ headers })).status;
    expect(await status({ "API-Key": "good", "Melio-Account": "acc_2" })).toBe(
      200,
    );
    expect(await status({ "API-Key": "good", "Melio-Account": "acc_3" })).toBe(
      403,
    );
    expect(await status({ "API-Key": "all", "Melio-Account": "acc_3" })).toBe(
      200,
    );
    expect(await status({ "API-Key": "bad" })).toBe(401);
    expect((await fetch(`${url}/__mock/health`)).status).toBe(404);

    await using mock = await startMockServer({ seed: "s", tokenTtl: 1000 });
    const token = async (base: string, key: string) =>
      (
        await createCaller(base)<{ data: { accessToken: string } }>({
          headers: { "API-Key": key },
        })
      ).body.data.accessToken;
    // The command has minted two tokens before.
    await token(mock.baseUrl, "k");
    await token(mock.baseUrl, "k");
    expect(await token(baseUrl, "all")).toBe(await token(mock.baseUrl, "k"));
  });

  test("serves HTTPS with certificate files, and a curl line that trusts them", async () => {
    await using files = await createCertificate();
    await using serving = serveCommand([
      ...["--port", "0", "--https-cert", files.cert, "--https-key", files.key],
    ]);
    const curl = (await serving.line(/curl/)).trim();
    expect(curl).toContain("https://127.0.0.1:");
    const { stdout } = await promisify(execFile)("sh", ["-c", `${curl} -sS`]);
    expect(JSON.parse(stdout).data.accessToken).toMatch(/^at_/);
  });

  test("--fail makes a share of requests fail", async () => {
    await using serving = serveCommand([
      "--port",
      "0",
      "--json",
      "--fail",
      "503:1.0",
    ]);
    const { baseUrl } = JSON.parse(await serving.line(/"listening"/));
    expect((await createCaller(baseUrl)()).status).toBe(503);
  });

  test.each([
    [["--prot", "1"], /unknown option '--prot'[\s\S]*--port/],
    [["--port", "abc"], /'abc' is invalid.*0 to 65535/],
    [["--port", "65536"], /0 to 65535/],
    [["--port", "1.5"], /0 to 65535/],
    [["--port"], /argument missing/],
    [["--fail", "503"], /503:0\.1/],
    [["--fail", "200:0.1"], /400 to 599/],
    [["--fail", "503:0.7", "--fail", "500:0.7"], /at most 1/],
    [["--token-ttl", "0"], /whole number from 1 /],
    [["--api-key", "a b"], /apiKeys/],
    [["--api-key", "k="], /apiKeys: accounts/],
    [["--fail", "503:1.5"], /503:0\.1/],
    [["--spec", "/no/such/file"], /cannot read .*Expected an OpenAPI 3/],
    [["--https-cert", "x.pem"], /--https-key/],
    [["--https-cert", "/no/x", "--https-key", "/no/y"], /cannot read/],
    [["serve"], /unknown command "serve".*verify or proxy/],
    [["verify"], /--base-url/],
    [["verify", "--base-url", "nonsense"], /https URL/],
    [["verify", "--base-url", "http://api.example/v1"], /Plain http/],
    // The client refuses these two as well.
    [["verify", "--base-url", "https:\\\\api.example\\v1"], /backslashes/],
    [["proxy", "--upstream", "https://api.example/v1 "], /or spaces/],
    [
      ["verify", "--base-url", "https://api.example/v1"],
      /MELIO_API_KEY is not set/,
    ],
  ])("refuses %j with exit code 2 and a reason", async (args, reason) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("refuses a port that is taken", async () => {
    await using mock = await startMockServer();
    const { code, stderr } = await runCommand([
      "--port",
      new URL(mock.url).port,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/port \d+ is already in use/);
  });

  test("--help names every flag, --version the version", async () => {
    const help = await runCommand(["--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toMatch(/1 {2}verify found a deviation/);
    expect(help.stdout).not.toContain("default: false");
    for (const flag of [
      "--port",
      "--host",
      "--spec",
      "--api-key",
      "--token-ttl",
      "--idempotency-ttl",
      "--seed",
      "--fail",
      "--journal-size",
      "--no-control",
      "--cors",
      "--https-cert",
      "--https-key",
      "--json",
      "verify",
    ]) {
      expect(help.stdout).toContain(flag);
    }
    const { version } = JSON.parse(
      readFileSync(new URL("../package.json", `file://${command}`), "utf8"),
    );
    expect((await runCommand(["--version"])).stdout.trim()).toBe(version);
  });
});
