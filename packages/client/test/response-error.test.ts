import { MelioResponseError } from "@melio-platform/client";
import { expect, test } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { type Reply, startServer } from "./support/http-server.js";
import { requiredPaths, spec, tokenBody } from "./support/spec.js";
import { withAtPath, withoutPath } from "./support/without-path.js";

async function expectRefused(reply: Reply): Promise<MelioResponseError> {
  const server = await startServer(reply);
  const melio = createClient(server);
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toBeInstanceOf(MelioResponseError);
  expect(error).toMatchObject({ kind: "response", attempts: 1 });
  const other = await melioErrorOf(melio.http.POST("/auth/token"));
  expect(other).toMatchObject({ kind: "response" });
  expect(error.message).not.toContain(tokenBody.data.accessToken);
  expect(error.message).not.toContain(tokenBody.data.refreshToken);
  return error as MelioResponseError;
}

const schema = spec.components.schemas["PostAuthResponse"] ?? {};
const paths = requiredPaths(schema);

test("the spec requires data and three properties in it", () => {
  expect(paths.map((path) => path.join("."))).toEqual([
    "data",
    "data.accessToken",
    "data.expiresAt",
    "data.refreshToken",
  ]);
});

test.for(paths)(
  "a 2xx without %s, %s is refused, and the error names it",
  async (path) => {
    const error = await expectRefused({ body: withoutPath(tokenBody, path) });
    expect(error.message).toContain(path.join("."));
  },
);

const wrong = [null, 42, true, [], {}, [["a"]], [tokenBody.data.expiresAt]];

const wrongAt = paths.flatMap((path) =>
  wrong.map((value) => ({ path, value })),
);

test.for(wrongAt)("$value at $path is refused", async ({ path, value }) => {
  await expectRefused({ body: withAtPath(tokenBody, path, value) });
});

test("an expiry that is no date is refused", async () => {
  const body = withAtPath(tokenBody, ["data", "expiresAt"], "tomorrow");
  await expectRefused({ body });
});

test("an expiry at the beginning of time is a date like any other", async () => {
  const expiresAt = "1970-01-01T00:00:00Z";
  const body = withAtPath(tokenBody, ["data", "expiresAt"], expiresAt);
  const server = await startServer({ body });
  const token = await createClient(server).auth.createToken();
  expect(token.expiresAt).toBe(expiresAt);
});

test.for<{ what: string; reply: Reply }>([
  { what: "no body", reply: {} },
  { what: "204", reply: { status: 204 } },
  { what: "HTML", reply: { body: "<h1>Welcome</h1>" } },
  {
    what: "truncated JSON",
    reply: { body: JSON.stringify(tokenBody).slice(0, -9) },
  },
  { what: "null", reply: { body: "null" } },
  { what: "a JSON string", reply: { body: '"token"' } },
])("a 2xx with $what is refused", async ({ reply }) => {
  await expectRefused(reply);
});

test.for([200, 201, 202, 203, 206, 226, 299])(
  "any 2xx is a success, %i too, and what the spec does not name is kept",
  async (status) => {
    const body = { data: { ...tokenBody.data, scope: "all" }, meta: 1 };
    const server = await startServer({ status, body });
    const melio = createClient(server);
    const { data, response } = await melio.auth.createToken().withResponse();
    expect(response.status).toBe(status);
    expect(data).toEqual(body.data);
  },
);
