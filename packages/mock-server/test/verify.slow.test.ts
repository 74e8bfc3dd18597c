import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { runCommand } from "./support/run-command.js";

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const apiKey = "key-of-the-verifying-partner";
const token = {
  accessToken: "at_of-the-deviant",
  expiresAt: "2031-05-14T10:15:30Z",
  refreshToken: "rt_of-the-deviant",
};

/** Changes what the answer's `data` holds, if it has any. */
const withData = (change: (data: object) => object) => (answer: Answer) => {
  const { data } = JSON.parse(answer.body);
  return data === undefined
    ? answer
    : { ...answer, body: JSON.stringify({ data: change(data) }) };
};

describe("melio-mock verify", async () => {
  const mock = await startMockServer({ apiKeys: [apiKey] });
  afterAll(() => mock.close());

  /** A server that answers as the mock does, but for what `deviate` changes. */
  async function startDeviant(deviate: (answer: Answer) => Answer | undefined) {
    const server = createServer(async (request, response) => {
      const headers = Object.entries(request.headers).filter(
        (header): header is [string, string] =>
          /^(api-key|idempotency-key|melio-account|accept)$/.test(header[0]),
      );
      const reply = await fetch(mock.url + request.url, {
        method: "POST",
        headers,
      });
      const answer = deviate({
        status: reply.status,
        headers: { "content-type": reply.headers.get("content-type") ?? "" },
        body: await reply.text(),
      });
      if (answer === undefined) return response.destroy();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) =>
      server.listen(0, "127.0.0.1", resolve),
    );
    return {
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }
  /** A folder with these files, which is gone at the end of the test. */
  async function createFolder(files: Record<string, string>) {
    const folder = await mkdtemp(path.join(tmpdir(), "melio-mock-test-"));
    for (const [name, content] of Object.entries(files))
      await writeFile(path.join(folder, name), content);
    return {
      folder,
      [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
    };
  }
  const verify = (baseUrl: string, ...args: string[]) =>
    runCommand(["verify", "--base-url", baseUrl, ...args], {
      MELIO_API_KEY: apiKey,
    });

  test("takes what JSON Schema and HTTP take", async () => {
    await using kind = await startDeviant((answer) => {
      const body = JSON.parse(answer.body);
      const [part] = Object.values(body) as object[];
      Object.assign(body, { further: 1 });
      Object.assign(part ?? {}, { further: { more: true } });
      return {
        ...answer,
        headers: { "content-type": "Application/JSON" },
        body: JSON.stringify(body),
      };
    });
    const { code, stdout } = await verify(kind.baseUrl);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/7 steps, no deviation/),
    });
    expect(stdout).toMatch(/ok {3}replay \/ new-key/);
  });

  test("finds that a server with further fields does not replay", async () => {
    await using deviant = await startDeviant(
      withData((data) => ({
        ...data,
        scope: "all",
        accessToken: `${token.accessToken}-${crypto.randomUUID()}`,
      })),
    );
    const { code, stdout } = await verify(deviant.baseUrl);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAIL replay \/ same-key/);
  });

  test("lists the steps that could not be run", async () => {
    await using deviant = await startDeviant((answer) => ({
      ...answer,
      status: 503,
    }));
    const { code, stdout } = await verify(deviant.baseUrl);
    expect(code).toBe(1);
    expect(stdout).toMatch(/skip replay \/ same-key: not run/);
    expect(stdout).toMatch(/7 steps, 2 of them not run, \d+ deviations\./);
  });

  test("verifies a server that takes any key, with a word of what is left out", async () => {
    await using any = await startMockServer();
    const { code, stdout } = await runCommand([
      ...["verify", "--base-url", any.baseUrl, "--keyless"],
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Skipped unknown-api-key/);
    expect(stdout).not.toMatch(/ok {3}unknown-api-key/);
  });

  test("says on which line a deviation has its rule", async () => {
    await using deviant = await startDeviant(
      withData(({ ...data }) => ({ ...data, expiresAt: "soon" })),
    );
    const { stdout } = await verify(deviant.baseUrl);
    const [, pointer = "", line = ""] =
      /openapi\.yaml#(\S+)\n +openapi\.yaml:(\d+)\n/.exec(stdout) ?? [];
    const yaml = await readFile(
      fileURLToPath(import.meta.resolve("@melio-platform/spec/openapi.yaml")),
      "utf8",
    );
    const last = pointer.split("/").at(-1);
    expect(yaml.split("\n")[Number(line) - 1]?.trim()).toMatch(`${last}:`);
  });

  test("finds nothing in a server that keeps the contract", async () => {
    const { code, stdout, stderr } = await verify(
      mock.baseUrl,
      "--account",
      "acc_1",
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/mint-for-account/);
    expect(stdout).toMatch(/8 steps, no deviation\./);
  }, 60_000);

  test.each<[string, (answer: Answer) => Answer | undefined, RegExp[]]>([
    [
      "gives broken tokens, and errors without a code",
      (answer) =>
        answer.status >= 400
          ? { ...answer, body: '{"error":{"message":"No."}}' }
          : withData(() => ({
              accessToken: token.accessToken,
              expiresAt: "soon",
            }))(answer),
      [
        /openapi\.yaml#\/components\/schemas\/PostAuthResponseData\/properties\/expiresAt\/format\n/,
        /openapi\.yaml#\/components\/schemas\/PostAuthResponseData\/required\n/,
        /openapi\.yaml#\/components\/schemas\/Error\/required\n/,
      ],
    ],
    [
      "serves without an idempotency key, another token for the same one, and HTML for a 401",
      (answer) =>
        answer.status === 400
          ? { ...answer, status: 200, body: JSON.stringify({ data: token }) }
          : answer.status === 401
            ? {
                status: 401,
                headers: { "content-type": "text/html" },
                body: "<h1>Who are you?</h1>",
              }
            : withData((data) => ({
                ...data,
                accessToken: `${token.accessToken}-${crypto.randomUUID()}`,
              }))(answer),
      [
        /auth-token\.arazzo\.yaml#\/workflows\/2\/steps\/1\/successCriteria\/1\n/,
        /auth-token\.arazzo\.yaml#\/workflows\/3\/steps\/0\/successCriteria\/0\n/,
        /openapi\.yaml#\/components\/responses\/Unauthorized\/content\n/,
      ],
    ],
    ["hangs up", () => undefined, [/No response: /]],
  ])(
    "finds that a server %s, and where that is written",
    async (_, deviate, places) => {
      await using deviant = await startDeviant(deviate);
      const { code, stdout } = await verify(deviant.baseUrl);
      for (const place of places) expect(stdout).toMatch(place);
      expect(code).toBe(1);
      expect(stdout).not.toContain(apiKey);
      expect(stdout).not.toContain(token.accessToken);
    },
    60_000,
  );

  test("writes the same as JSON", async () => {
    await using deviant = await startDeviant(
      withData((data) => ({ ...data, expiresAt: "soon" })),
    );
    const { code, stdout } = await verify(deviant.baseUrl, "--json");
    expect(code).toBe(1);
    const { baseUrl, steps } = JSON.parse(stdout);
    expect(baseUrl).toBe(deviant.baseUrl);
    expect(steps[0]).toMatchObject({
      workflow: "mint",
      step: "create-token",
      status: 200,
      deviations: [
        { place: expect.stringMatching(/expiresAt\/format$/) },
        { place: expect.stringMatching(/^auth-token\.arazzo\.yaml#/) },
      ],
    });
  }, 60_000);

  test("tells what a refusal says, without what follows from it, and without the key", async () => {
    await using deviant = await startDeviant((answer) => ({
      ...answer,
      status: 401,
      body: JSON.stringify({
        error: { code: "unauthorized", message: `No "${apiKey}" here.` },
      }),
    }));
    const { code, stdout } = await verify(deviant.baseUrl, "--json");
    expect(code).toBe(1);
    expect(stdout).not.toContain(apiKey);
    const { steps } = JSON.parse(stdout);
    expect(steps[0].deviations).toEqual([
      {
        line: expect.any(Number),
        workflow: "mint",
        step: "create-token",
        place: expect.stringMatching(/\/successCriteria\/0$/),
        message:
          'The response, a 401 (unauthorized: "No \\"***\\" here."), does not meet $statusCode == 200 || $statusCode == 201',
      },
    ]);
  }, 60_000);

  test("keeps the key out of the runner's process", async () => {
    await using probe = await createFolder({
      "probe.cjs": `require("node:fs").writeFileSync(
        require("node:path").join(__dirname, process.pid + ".json"),
        JSON.stringify({ argv: process.argv, env: process.env }),
      );`,
    });
    const { code } = await runCommand(["verify", "--base-url", mock.baseUrl], {
      MELIO_API_KEY: apiKey,
      NODE_OPTIONS: `--require=${path.join(probe.folder, "probe.cjs")}`,
    });
    expect(code).toBe(0);
    const seen = await Promise.all(
      (await readdir(probe.folder))
        .filter((name) => name.endsWith(".json"))
        .map((name) => readFile(path.join(probe.folder, name), "utf8")),
    );
    const runners = seen.filter((text) =>
      JSON.parse(text).argv.includes("respect"),
    );
    expect(runners.length).toBeGreaterThan(0);
    for (const text of runners) expect(text).not.toContain(apiKey);
  }, 60_000);

  test("is not led by a redocly.yaml where it is run", async () => {
    await using broken = await createFolder({
      "redocly.yaml": "plugins:\n  - ./plugin.cjs\n",
      "plugin.cjs": 'throw new Error("This plugin is broken.");',
    });
    const { code, stdout, stderr } = await runCommand(
      ["verify", "--base-url", mock.baseUrl],
      { MELIO_API_KEY: apiKey },
      broken.folder,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/no deviation/);
  }, 60_000);

  test("ends with 2 and a reason if the runner fails", async () => {
    await using broken = await createFolder({
      "broken.cjs":
        'if (process.argv.includes("respect")) throw new Error("out of order");',
    });
    const { code, stdout, stderr } = await runCommand(
      ["verify", "--base-url", mock.baseUrl],
      {
        MELIO_API_KEY: apiKey,
        NODE_OPTIONS: `--require=${path.join(broken.folder, "broken.cjs")}`,
      },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: The workflows could not run/);
    expect(stderr).toMatch(/out of order/);
    expect(stderr).not.toMatch(/^\s+at /m);
  }, 60_000);

  test.each(["sk\nreal-key", "sk-réal-key", "real-key\n", "real-key→"])(
    "refuses the key %j without repeating it",
    async (key) => {
      const { code, stdout, stderr } = await runCommand(
        ["verify", "--base-url", mock.baseUrl],
        { MELIO_API_KEY: key },
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/MELIO_API_KEY cannot be sent as a header/);
      expect(stderr).not.toMatch(/real-key|sk/);
    },
  );

  test.each([
    "https://user:hidden@api.example/v1",
    "https://hidden@api.example/v1",
    "https://api.example/v1?token=hidden",
    "https://api.example/v1#hidden",
    "http://127.0.0.1.hidden.example/v1",
    "http://localhost.hidden.example/v1",
    "ftp://hidden.example/v1",
    "hidden",
  ])("refuses the base URL %s without repeating it", async (baseUrl) => {
    const { code, stdout, stderr } = await verify(baseUrl);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/--base-url.*without credentials/);
    expect(stderr).not.toContain("hidden");
  });
});
