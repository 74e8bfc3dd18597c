import {
  type JournalEntry,
  startMockServer,
} from "@melio-platform/mock-server";
import { afterEach, describe, expect, test } from "vitest";
import { createCaller } from "./support/caller.js";
import { rawRequest, readAnswers, sendRaw } from "./support/raw.js";

describe("credentials in the journal", async () => {
  const told: JournalEntry[] = [];
  const mock = await startMockServer({
    onRequest: (entry) => told.push(entry),
  });
  const call = createCaller(mock.baseUrl);
  afterEach(() => {
    mock.reset();
    told.length = 0;
  });

  test.each([
    ["API-Key", "hidden-one, hidden-two", "***"],
    ["API-Key", "hidden key", "***"],
    ["API-Key", "Bearer hidden", "Bearer ***"],
    ["Authorization", "Bearer hidden, Bearer hidden", "Bearer ***"],
    ["Authorization", "Basic hidden", "Basic ***"],
    ["Authorization", "hidden hidden", "***"],
    [
      "Authorization",
      'Digest username="hidden", response="hidden", uri="/"',
      "Digest ***",
    ],
    ["Proxy-Authorization", "Basic hidden", "Basic ***"],
    ["Cookie", "a=hidden; b=hidden", "***"],
    ["X-Auth-Token", "hidden", "***"],
    ["X-Amz-Security-Token", "hidden", "***"],
  ])("%s: %s is shown as %s", async (name, value, shown) => {
    await call({ headers: { [name]: value } });
    const [entry] = mock.requests();
    expect(entry?.headers[name.toLowerCase()]).toBe(shown);
    expect(
      JSON.stringify([mock.requests(), mock.violations(), told]),
    ).not.toMatch(/hidden/);
  });

  test("are masked in the query, and where a slip has put them", async () => {
    await call({
      url: `${mock.baseUrl}/auth/token?api_key=hidden&access_token=hidden&q=sk_hidden_1`,
      headers: {
        "API-Key": "sk_hidden_1",
        "Idempotency-Key": "sk_hidden_1",
        "Melio-Account": "sk_hidden_1",
        "X-Debug": "key sk_hidden_1",
      },
    });
    await call({
      url: `${mock.url}/v1/sk_hidden_2`,
      headers: { "API-Key": "sk_hidden_2" },
    });
    expect(
      JSON.stringify([mock.requests(), mock.violations(), told]),
    ).not.toMatch(/hidden/);
    expect(mock.requests()[0]?.query).toBe(
      "api_key=***&access_token=***&q=***",
    );
  });
});

describe("the control API", async () => {
  const options = { cors: true, allowHosts: ["mock"] };
  const mock = await startMockServer(options);
  const { port } = new URL(mock.url);
  const ask = async (
    host: string,
    headers: string[] = [],
    target = "/reset",
  ) => {
    const bytes = rawRequest(
      target.startsWith("/") ? `/__mock${target}` : target,
      [`Host: ${host}`, "Content-Length: 0", ...headers],
    );
    const [answer] = readAnswers(await sendRaw(mock.url, bytes));
    return answer;
  };

  test.each([
    ["127.0.0.1:4010", 204],
    ["localhost", 204],
    ["LOCALHOST:1", 204],
    ["melio.localhost", 204],
    ["[::1]:4010", 204],
    ["mock", 204],
    ["mock:4010", 204],
    ["evil.example", 403],
    ["127.0.0.1.evil.example", 403],
    ["mock.evil.example", 403],
    ["localhost.evil.example:4010", 403],
    ["", 403],
  ])("answers to the Host %j with %i", async (host, status) => {
    const answer = await ask(host);
    expect(answer?.status).toBe(status);
    if (status === 403)
      expect(answer?.body).toMatchObject({
        error: {
          code: "forbidden_host",
          message: expect.stringMatching(/--allow-host/),
        },
      });
  });

  test("goes by the host of a whole URL", async () => {
    const target = "http://evil.example/__mock/reset";
    expect((await ask("localhost", [], target))?.status).toBe(403);
  });

  test.each([
    [`http://localhost:${port}`, 204],
    ["http://evil.example", 403],
    [`http://127.0.0.1:${port}`, 403],
    [`http://localhost:${Number(port) + 1}`, 403],
    ["null", 403],
  ])(
    "answers to the Origin %s with %i, CORS or not",
    async (origin, status) => {
      const answer = await ask(`localhost:${port}`, [`Origin: ${origin}`]);
      expect(answer?.status).toBe(status);
      expect(answer?.headers["access-control-allow-origin"]).toBeUndefined();
    },
  );

  test("lets no page ask beforehand", async () => {
    const answer = await fetch(`${mock.url}/__mock/reset`, {
      method: "OPTIONS",
      headers: {
        Origin: "http://evil.example",
        "Access-Control-Request-Method": "POST",
      },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.has("access-control-allow-origin")).toBe(false);
  });
});

test("CORS lets the API be called with credentials", async () => {
  await using mock = await startMockServer({ cors: true });
  const { headers } = await createCaller(mock.baseUrl)({
    headers: { Origin: "https://app.example" },
  });
  expect(headers.get("access-control-allow-credentials")).toBe("true");
  expect(headers.get("access-control-allow-origin")).toBe(
    "https://app.example",
  );
});
