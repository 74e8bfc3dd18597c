import type { MelioClientOptions } from "@melio-platform/client";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createClient, rejectionOf, thrownBy } from "./support/client.js";
import { findSecrets } from "./support/find-secrets.js";
import { startServer, success } from "./support/http-server.js";
import { spec } from "./support/spec.js";

const { IdempotencyKey, MelioAccount } = spec.components.parameters;
const injections = {
  CRLF: "marked\r\nX-Evil: 1",
  LF: "marked\nX-Evil: 1",
  CR: "marked\rX-Evil: 1",
  NUL: "marked\0",
  "non-ASCII": "marked-ключ",
  "Latin-1": "marked-é",
  DEL: "marked\x7f",
};
const cases = Object.entries(injections).map(([what, value]) => ({
  what,
  value,
}));

const inSettings = (value: string): MelioClientOptions[] => [
  { apiKey: value },
  { apiKeyPrefix: value },
  { userAgent: value },
];

test.for(cases)(
  "$what in a setting is refused when the client is created, without being quoted",
  ({ value }) => {
    for (const options of inSettings(value)) {
      const error = thrownBy(() =>
        createClient({ baseUrl: "https://api.test" }, options),
      );
      expect(error).toMatchObject({ kind: "config" });
      expect((error as Error).message).toContain(Object.keys(options)[0]);
      expect(findSecrets(error, ["marked"])).toEqual([]);
    }
  },
);

test.for(cases)(
  "$what in an argument is refused before any request, without being quoted",
  async ({ value }) => {
    const server = await startServer(success);
    const melio = createClient(server);
    const calls = {
      melioAccount: melio.auth.createToken({ melioAccount: value }),
      idempotencyKey: melio.auth.createToken({ idempotencyKey: value }),
      headers: melio.auth.createToken({}, { headers: { "X-Own": value } }),
      "http headers": melio.http.POST("/auth/token", {
        headers: { "X-Own": value },
      }),
      "http header pairs": melio.http.POST("/auth/token", {
        headers: [["X-Own", value]],
      }),
      "http account": melio.http.POST("/auth/token", {
        params: { header: { [MelioAccount.name]: value } },
      }),
      "http key": melio.http.POST("/auth/token", {
        params: { header: { [IdempotencyKey.name]: value } },
      }),
      "apiKey function": createClient(server, {
        apiKey: () => value,
      }).auth.createToken(),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await rejectionOf(call);
      expect(error, name).toMatchObject({ kind: "config" });
      expect(findSecrets(error, ["marked"]), name).toEqual([]);
    }
    expect(server.requests).toHaveLength(0);
  },
);

test("an injection in a header's name is refused likewise", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const headers = { "X-Evil: 1\r\nmarked": "1" };
  const error = await rejectionOf(melio.auth.createToken({}, { headers }));
  expect(error).toMatchObject({ kind: "config" });
  expect(findSecrets(error, ["marked"])).toEqual([]);
  expect(server.requests).toHaveLength(0);
});

test("an empty account is refused: it would act for nobody", async () => {
  const server = await startServer(success);
  const call = createClient(server).auth.createToken({ melioAccount: "" });
  expect(await rejectionOf(call)).toMatchObject({ kind: "config" });
  expect(server.requests).toHaveLength(0);
});

test("whatever the value is: it arrives as it was given, or is refused", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const value = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.string({ minLength: 1, unit: "binary" }),
    fc.stringMatching(/^[ -~]+$/),
    fc.constantFrom(...Object.values(injections)),
  );
  await fc.assert(
    fc.asyncProperty(value, async (melioAccount) => {
      const before = server.requests.length;
      const error = await melio.auth.createToken({ melioAccount }).then(
        () => undefined,
        (reason) => reason,
      );
      const [request] = server.requests.slice(before);
      if (error) expect(error).toMatchObject({ kind: "config" });
      expect(request?.headers[MelioAccount.name.toLowerCase()]).toBe(
        error ? undefined : melioAccount,
      );
    }),
    { numRuns: 300 },
  );
});

test.for(["bad\r\nmarked", "", "\u00e9marked"])(
  "an idempotency key given as a header, %j, is refused likewise",
  async (value) => {
    const server = await startServer(success);
    const headers = { "Idempotency-Key": value };
    const call = createClient(server).auth.createToken({}, { headers });
    const error = await rejectionOf(call);
    expect(error).toMatchObject({ kind: "config" });
    expect(findSecrets(error, ["marked"])).toEqual([]);
    expect(server.requests).toHaveLength(0);
  },
);
