import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { startMockServer } from "@melio-platform/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { type ProxyOptions, startProxy } from "../src/proxy/proxy.js";
import { createCaller } from "./support/caller.js";
import { rawRequest, sendRaw } from "./support/raw.js";

const spec = fileURLToPath(
  import.meta.resolve("@melio-platform/spec/openapi.json"),
);
const apiKey = "sk_hidden_1";
const toBase64 = (text: string) => Buffer.from(text).toString("base64");

describe("the proxy", async () => {
  const upstream = await startMockServer({ apiKeys: [apiKey] });
  const folder = await mkdtemp(path.join(tmpdir(), "melio-mock-proxy-"));
  afterAll(async () => {
    await upstream.close();
    await rm(folder, { recursive: true });
  });
  const start = (options: Partial<ProxyOptions> = {}) =>
    startProxy(
      {
        upstream: upstream.baseUrl,
        errors: false,
        violationsHeader: false,
        record: undefined,
        replay: undefined,
        timeout: 60_000,
        ...options,
      },
      { spec },
    );
  const withKey = (more: Record<string, string | undefined> = {}) => ({
    headers: { "API-Key": apiKey, ...more },
  });

  test("passes a good request on, with its key, and shows the key nowhere", async () => {
    await using proxy = await start();
    const reply = await createCaller(proxy.baseUrl)<{
      data: { accessToken: string };
    }>(withKey({ "Melio-Account": "acc_1" }));
    expect(reply.status).toBe(200);
    expect(upstream.isValid(reply.body.data.accessToken)).toBe(true);
    expect(upstream.requests().at(-1)).toMatchObject({
      account: "acc_1",
      outcome: "processed",
    });
    proxy.assertRequests([{ outcome: "forwarded", status: 200 }]);
    proxy.assertNoViolations();
    expect(JSON.stringify(proxy.requests())).not.toContain(apiKey);
    const listed = await fetch(`${proxy.url}/__mock/requests`);
    expect(await listed.text()).not.toContain(apiKey);
  });

  test("passes on what breaks the contract, and notes it", async () => {
    await using proxy = await start({ violationsHeader: true });
    const reply = await createCaller(proxy.baseUrl)(
      withKey({ "Idempotency-Key": undefined }),
    );
    expect(reply.status).toBe(400);
    expect(upstream.requests().at(-1)?.outcome).toBe("violation");
    expect(proxy.violations()).toMatchObject([{ code: "required" }]);
    const header = reply.headers.get("sl-violations") ?? "[]";
    expect(JSON.parse(header)).toMatchObject([{ code: "required" }]);
    const good = await createCaller(proxy.baseUrl)(withKey());
    expect(good.headers.has("sl-violations")).toBe(false);
  });

  test("with errors, answers what breaks the contract itself", async () => {
    await using proxy = await start({ errors: true });
    const before = upstream.requests().length;
    const reply = await createCaller(proxy.baseUrl)(
      withKey({ "Idempotency-Key": undefined }),
    );
    expect(reply.status).toBe(400);
    expect(upstream.requests()).toHaveLength(before);
    expect(reply.headers.has("sl-violations")).toBe(false);
  });

  test("holds the answer against the contract too", async () => {
    const wrong = { data: { accessToken: "at_1" } };
    await using lenient = await start();
    upstream.failNext({ body: wrong });
    const passed = await createCaller(lenient.baseUrl)(withKey());
    expect([passed.status, passed.body]).toEqual([200, wrong]);
    const { location } = lenient.violations()[0] ?? {};
    expect(location?.slice(0, 2)).toEqual(["response", "body"]);

    await using strict = await start({ errors: true });
    upstream.failNext({ body: wrong });
    const refused = await createCaller(strict.baseUrl)<{
      error: { code: string; message: string };
    }>(withKey());
    expect(refused.status).toBe(502);
    expect(refused.body.error.code).toBe("invalid_response");
    expect(refused.body.error.message).toMatch(/expiresAt/);
  });

  test("passes on what the description does not have, and notes it", async () => {
    await using proxy = await start();
    upstream.stub("POST", "/v1/vendors", { body: { data: 1 }, auth: "none" });
    const response = await fetch(`${proxy.baseUrl}/vendors?a=b`, {
      method: "POST",
      body: "{}",
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      { data: 1 },
    ]);
    expect(upstream.requests().at(-1)).toMatchObject({ query: "a=b" });
    expect(proxy.violations()).toHaveLength(1);
  });

  test("does not follow a redirect, which would carry the key elsewhere", async () => {
    await using proxy = await start();
    upstream.failNext({ status: 307, headers: { Location: "/elsewhere" } });
    const response = await fetch(`${proxy.baseUrl}/auth/token`, {
      method: "POST",
      redirect: "manual",
      headers: { "API-Key": apiKey, "Idempotency-Key": "1" },
    });
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe("/elsewhere");
  });

  test("says that there was no answer, without the key", async () => {
    const gone = await startMockServer();
    await gone.close();
    await using proxy = await start({ upstream: gone.baseUrl });
    const { status, body } = await createCaller(proxy.baseUrl)(withKey());
    expect(status).toBe(502);
    expect(JSON.stringify(body)).toMatch(/bad_gateway.*did not respond/);
    expect(JSON.stringify(body)).not.toContain(apiKey);
  });

  test("keeps what passed without credentials, and serves it again", async () => {
    const record = path.join(folder, "recorded.jsonl");
    let minted = "";
    {
      await using proxy = await start({ record });
      const call = createCaller(proxy.baseUrl);
      const { body } = await call<{ data: { accessToken: string } }>(withKey());
      minted = body.data.accessToken;
      upstream.failNext({
        status: 503,
        message: `No ${apiKey} here.`,
        headers: { "Set-Cookie": "session=hidden" },
      });
      await call(withKey());
    }
    const text = await readFile(record, "utf8");
    expect(text.trim().split("\n")).toHaveLength(2);
    for (const secret of [apiKey, minted, "session=", "rt_"])
      expect(text).not.toContain(secret);

    await using replay = await start({ upstream: undefined, replay: record });
    const call = createCaller(replay.baseUrl);
    const first = await call<{ data: { accessToken: string } }>(withKey());
    expect(first.status).toBe(200);
    expect(replay.isValid(first.body.data.accessToken)).toBe(true);
    expect((await call(withKey())).status).toBe(503);
    expect((await call(withKey())).status).toBe(503);
    expect((await fetch(`${replay.baseUrl}/nothing`)).status).toBe(502);
  });

  test("passes bytes that are no text on, records them and serves them again", async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00, 0xfe]);
    const withSecret = Buffer.concat([picture, Buffer.from(apiKey)]);
    const marked = Buffer.from("\uFEFFtext", "utf8");
    const bodies = [picture, withSecret, marked];
    const server = createServer((request, response) => {
      response.end(bodies[Number(request.url?.at(-1))]);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const record = path.join(folder, "binary.jsonl");
    const bytesFrom = async (baseUrl: string, index: number) => {
      const response = await fetch(`${baseUrl}/pictures/${index}`, withKey());
      return Buffer.from(await response.arrayBuffer());
    };
    {
      await using proxy = await start({
        upstream: `http://127.0.0.1:${port}/v1`,
        record,
      });
      for (const [index, body] of bodies.entries())
        expect(await bytesFrom(proxy.baseUrl, index)).toEqual(body);
    }
    server.close();
    const text = await readFile(record, "utf8");
    expect(text).not.toContain(Buffer.from(apiKey).toString("base64"));
    await using replay = await start({ upstream: undefined, replay: record });
    const replayed = [];
    for (const index of bodies.keys())
      replayed.push(await bytesFrom(replay.baseUrl, index));
    expect(replayed).toEqual([picture, Buffer.alloc(0), marked]);
  });

  test("bytes in place of JSON break the contract", async () => {
    const server = createServer((_, response) => {
      response.setHeader("Content-Type", "application/json");
      response.end(Buffer.from([0xff, 0xfe]));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await using proxy = await start({
      upstream: `http://127.0.0.1:${port}/v1`,
      errors: true,
    });
    const reply = await createCaller(proxy.baseUrl)(withKey());
    expect(reply.status).toBe(502);
    server.close();
  });

  /** An upstream of Node's own, and the base URL of it. */
  async function startUpstream(listener: RequestListener) {
    const server = createServer(listener).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    return {
      baseUrl: `http://127.0.0.1:${port}/v1`,
      async [Symbol.asyncDispose]() {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  }

  test.each<[string, Record<string, string>, string | object]>([
    ["a header", { "X-Auth-Token": "hidden_value_1" }, {}],
    [
      "a URL",
      { Location: "https://a.example/?access_token=hidden_value_1" },
      {},
    ],
    ["a field of a session", {}, { sessionId: "hidden_value_1" }],
    ["a JWT", {}, { data: [{ jwt: "hidden_value_1" }] }],
    ["authorization", {}, { authorization: "Bearer hidden_value_1" }],
    ["an object", {}, { token: { value: "hidden_value_1" } }],
    ["a text", {}, { token: "hidden_value_1", text: "It is hidden_value_1." }],
    [
      "another header",
      { "X-Note": "hidden_value_1" },
      { jwt: "hidden_value_1" },
    ],
    ["a form", {}, "access_token=hidden_value_1&page=2"],
    ["half of JSON", {}, '{"data":{"accessToken":"hidden_value_1","a'],
  ])(
    "records nothing of a credential in %s of the response",
    async (name, headers, body) => {
      await using server = await startUpstream((_, response) => {
        response.writeHead(200, headers);
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
      const record = path.join(folder, `${name}.jsonl`);
      await using proxy = await start({ upstream: server.baseUrl, record });
      await fetch(`${proxy.baseUrl}/things`, withKey());
      const text = await readFile(record, "utf8");
      expect(text).toMatch(/things/);
      expect(text).not.toContain("hidden_value_1");
    },
  );

  test("records nothing of a key that is sent as the Account too", async () => {
    const record = path.join(folder, "slip.jsonl");
    await using proxy = await start({ record });
    await createCaller(proxy.baseUrl)(withKey({ "Melio-Account": apiKey }));
    const text = await readFile(record, "utf8");
    expect(text).toMatch(/auth/);
    expect(text).not.toContain(apiKey);
  });

  test("records fields that only sound like credentials", async () => {
    const body = {
      isTokenized: true,
      tokenCount: 3,
      cardTokenized: "true",
      tokenType: "Bearer",
      tokenExpiresAt: "2031-05-14T10:15:30Z",
    };
    await using server = await startUpstream((_, response) => {
      response.end(JSON.stringify(body));
    });
    const record = path.join(folder, "harmless.jsonl");
    await using proxy = await start({ upstream: server.baseUrl, record });
    await fetch(`${proxy.baseUrl}/things`, withKey());
    expect(JSON.parse(await readFile(record, "utf8")).body).toEqual(body);
  });

  test("a replay keeps Accounts, bodies and queries apart, whatever the credentials", async () => {
    await using server = await startUpstream(async (request, response) => {
      response.statusCode =
        request.headers["melio-account"] === "acc_bad" ? 403 : 200;
      let text = "";
      for await (const chunk of request) text += chunk;
      response.end(JSON.stringify({ got: text.length }));
    });
    const record = path.join(folder, "accounts.jsonl");
    const ask = async (baseUrl: string, account: string, body: object) => {
      const response = await fetch(
        `${baseUrl}/things?page=2&api_key=${randomUUID()}`,
        {
          method: "POST",
          headers: {
            "API-Key": randomUUID(),
            "Idempotency-Key": randomUUID(),
            "Melio-Account": account,
            "Content-Type": "application/json",
          },
          body: JSON.stringify({ ...body, refreshToken: randomUUID() }),
        },
      );
      return [response.status, await response.json()];
    };
    const long = { name: "a longer body" };
    const answers = [];
    {
      await using proxy = await start({ upstream: server.baseUrl, record });
      answers.push(await ask(proxy.baseUrl, "acc_good", {}));
      answers.push(await ask(proxy.baseUrl, "acc_bad", {}));
      answers.push(await ask(proxy.baseUrl, "acc_good", long));
    }
    expect(answers[1]).not.toEqual(answers[0]);
    await using replay = await start({ upstream: undefined, replay: record });
    expect([
      await ask(replay.baseUrl, "acc_good", long),
      await ask(replay.baseUrl, "acc_bad", {}),
      await ask(replay.baseUrl, "acc_good", {}),
    ]).toEqual(answers.reverse());
    const [status] = await ask(replay.baseUrl, "acc_other", {});
    expect(status).toBe(502);
  });

  test("a replay does not mind the order of a body's fields", async () => {
    await using server = await startUpstream((_, response) =>
      response.end('"answer"'),
    );
    const record = path.join(folder, "order.jsonl");
    const ask = async (baseUrl: string, body: string) => {
      const headers = { "Content-Type": "application/json" };
      const init = { method: "POST", headers, body };
      return (await fetch(`${baseUrl}/things`, init)).status;
    };
    {
      await using proxy = await start({ upstream: server.baseUrl, record });
      await ask(proxy.baseUrl, '{"a":1,"b":[{"c":2,"d":3}]}');
    }
    await using replay = await start({ upstream: undefined, replay: record });
    const { baseUrl } = replay;
    expect(await ask(baseUrl, '{"b":[{"d":3,"c":2}],"a":1}')).toBe(200);
    expect(await ask(baseUrl, '{"b":[{"d":2,"c":3}],"a":1}')).toBe(502);
  });

  test("records nothing of a key that the upstream says in base64", async () => {
    await using server = await startUpstream((_, response) =>
      response.end(
        JSON.stringify({ you: Buffer.from(apiKey).toString("base64") }),
      ),
    );
    const record = path.join(folder, "base64.jsonl");
    await using proxy = await start({ upstream: server.baseUrl, record });
    await createCaller(proxy.baseUrl)(withKey());
    const recorded = await readFile(record, "utf8");
    expect(recorded).toContain('"you":"***');
  });

  test.each(["", "a", "ab", "abc"])(
    "records nothing of a key within a longer text in base64, behind %j",
    async (before) => {
      const text = `${before}${apiKey}:and-more`;
      await using server = await startUpstream((_, response) =>
        response.end(JSON.stringify({ you: `see ${toBase64(text)} there` })),
      );
      const record = path.join(folder, `base64-${before.length}.jsonl`);
      await using proxy = await start({ upstream: server.baseUrl, record });
      await createCaller(proxy.baseUrl)(withKey());
      const recorded = await readFile(record, "utf8");
      const [, shown = ""] = /"you":"see (.*) there"/.exec(recorded) ?? [];
      const [left = "", right, ...more] = shown.split("***");
      expect(more).toEqual([]);
      // The base64 of what stands around the key, and at most a letter that has a few of its bits.
      expect(Buffer.from(left, "base64").length).toBeLessThanOrEqual(
        before.length,
      );
      expect(right?.replaceAll("=", "").length).toBeLessThanOrEqual(
        toBase64(":and-more").length + 1,
      );
    },
  );

  test("passes each cookie on", async () => {
    await using server = await startUpstream((_, response) => {
      response.setHeader("Set-Cookie", ["a=1; Path=/", "b=2"]);
      response.end();
    });
    await using proxy = await start({ upstream: server.baseUrl });
    const response = await fetch(`${proxy.baseUrl}/things`, withKey());
    expect(response.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
  });

  test.each([
    "/v1/../admin",
    "/v1/%2e%2e/admin",
    "/v1/.%2E/admin",
    "/v1/..%2fadmin",
    "/v1/..\\admin",
    "/v1/a/./b",
  ])("does not pass %s on, which leaves the base path", async (target) => {
    const paths: unknown[] = [];
    await using server = await startUpstream((request, response) => {
      paths.push(request.url);
      response.end();
    });
    await using proxy = await start({ upstream: server.baseUrl });
    const text = await sendRaw(
      proxy.url,
      rawRequest(target, ["Host: 127.0.0.1", `API-Key: ${apiKey}`], "", "GET"),
    );
    expect(text).toMatch(/^HTTP\/1\.1 404 /);
    expect(paths).toEqual([]);
  });

  test("passes on a GET with a body, TRACE, and the length that HEAD says", async () => {
    await using server = await startUpstream(async (request, response) => {
      let text = "";
      for await (const chunk of request) text += chunk;
      response.setHeader("Content-Length", 7);
      response.end(`${request.method} ${text}`.padEnd(7));
    });
    await using proxy = await start({ upstream: server.baseUrl });
    const host = "Host: 127.0.0.1";
    const send = (method: string, headers: string[], body = "") =>
      sendRaw(
        proxy.url,
        rawRequest("/v1/things", [host, ...headers], body, method),
      );
    expect(await send("GET", ["Content-Length: 3"], "abc")).toMatch(
      /^HTTP\/1\.1 200 .*\r\n\r\nGET abc$/s,
    );
    expect(await send("TRACE", [])).toMatch(/^HTTP\/1\.1 200 /);
    expect(await send("HEAD", [])).toMatch(/\r\ncontent-length: 7\r\n/i);
  });

  test("a problem in place of a token breaks the contract", async () => {
    await using proxy = await start();
    upstream.failNext({ contentType: "application/problem+json" });
    const reply = await createCaller(proxy.baseUrl)(withKey());
    expect(reply.status).toBe(200);
    expect(proxy.violations()).toMatchObject([
      { message: expect.stringMatching(/media type.*problem\+json/) },
    ]);
  });

  test.each(["gzip", "GZIP", "x-gzip"])(
    "undoes the coding %s that the upstream applies unasked",
    async (coding) => {
      await using server = await startUpstream((_, response) => {
        response.setHeader("Content-Encoding", coding);
        response.end(gzipSync("plain"));
      });
      await using proxy = await start({ upstream: server.baseUrl });
      const response = await fetch(`${proxy.baseUrl}/things`, withKey());
      expect(await response.text()).toBe("plain");
    },
  );

  test("passes a coding on that it does not know", async () => {
    await using server = await startUpstream((_, response) => {
      response.setHeader("Content-Encoding", "zstd");
      response.end("coded");
    });
    await using proxy = await start({ upstream: server.baseUrl });
    const head = rawRequest("/v1/things", ["Host: 127.0.0.1"], "", "GET");
    expect(await sendRaw(proxy.url, head)).toMatch(
      /content-encoding: zstd.*\r\n\r\ncoded$/is,
    );
  });

  test.each<[string, RequestListener, RegExp]>([
    [
      "a coding that is none",
      (_, response) => {
        response.setHeader("Content-Encoding", "gzip");
        response.end("plain");
      },
      /its body is not valid gzip/,
    ],
    [
      "a status that is none",
      ({ socket }) => socket.end("HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n"),
      /it sent the status 99/,
    ],
    [
      "another protocol",
      ({ socket }) =>
        socket.write(
          "HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        ),
      /it switched to another protocol/,
    ],
  ])("answers %s with the reason", async (_, listener, reason) => {
    await using server = await startUpstream(listener);
    await using proxy = await start({ upstream: server.baseUrl });
    const { status, body } = await createCaller(proxy.baseUrl)(withKey());
    expect(status).toBe(502);
    expect(JSON.stringify(body)).toMatch(reason);
  });

  test("a media type that cannot be read breaks the contract", async () => {
    await using server = await startUpstream((_, response) => {
      response.setHeader("Content-Type", "json");
      response.end("{}");
    });
    await using proxy = await start({ upstream: server.baseUrl });
    expect((await createCaller(proxy.baseUrl)(withKey())).status).toBe(200);
    expect(proxy.violations()).toMatchObject([
      { location: ["response", "header", "content-type"], code: "unreadable" },
    ]);
  });

  test("says that the upstream took too long", async () => {
    await using server = await startUpstream(() => {});
    await using proxy = await start({ upstream: server.baseUrl, timeout: 50 });
    const { status, body } = await createCaller(proxy.baseUrl)(withKey());
    expect(status).toBe(502);
    expect(JSON.stringify(body)).toMatch(/no answer in time/);
  });

  test("refuses files that cannot be used", async () => {
    const missing = path.join(folder, "no", "such");
    await expect(start({ replay: missing })).rejects.toThrow(
      /--replay: cannot read/,
    );
    await expect(start({ record: missing })).rejects.toThrow(
      /--record: cannot write/,
    );
  });
});
