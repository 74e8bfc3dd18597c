import { MelioApiError, MelioError } from "@melio-platform/client";
import { expect, test } from "vitest";
import { createClient, melioErrorOf } from "./support/client.js";
import { type Reply, startServer } from "./support/http-server.js";
import { requiredPaths, spec } from "./support/spec.js";
import { withoutPath } from "./support/without-path.js";

async function errorOf(reply: Reply): Promise<MelioApiError> {
  const server = await startServer(reply);
  const melio = createClient(server, { maxRetries: 0 });
  const error = await melioErrorOf(melio.auth.createToken());
  expect(error).toBeInstanceOf(MelioApiError);
  return error as MelioApiError;
}

const examples = Object.entries(spec.paths["/auth/token"]?.post.responses ?? {})
  .filter(([status]) => !status.startsWith("2"))
  .flatMap(([status, { $ref }]) => {
    const response = spec.components.responses[$ref.split("/").pop() ?? ""];
    const { examples } = response?.content["application/json"] ?? {};
    return Object.values(examples ?? {}).map(({ value }) => ({
      status: Number(status) || 418, // `default`
      body: value as { error: Record<string, unknown> },
    }));
  });

test("the spec has an example of every failure", () => {
  expect(examples.length).toBeGreaterThanOrEqual(9);
});

test.for(examples)(
  "$status: the server's own code, message and data",
  async ({ status, body }) => {
    const error = await errorOf({ status, body });
    expect(error).toMatchObject({
      name: "MelioApiError",
      status,
      method: "POST",
      attempts: 1,
      body: undefined,
    });
    expect({ code: error.code, data: error.data }).toEqual({
      code: body.error["code"],
      data: body.error["data"],
    });
    expect(error.message).toContain(body.error["message"]);
    expect(error.message).toContain(`POST ${error.url}`);
    expect(error.message).toContain(`${status}`);
    expect(error.headers.get("content-type")).toBe("application/json");
    expect(error).toBeInstanceOf(MelioError);
    expect(error).toBeInstanceOf(Error);
    expect(error.stack).toMatch(/^MelioApiError: POST /);
  },
);

test.for([
  [400, "bad_request"],
  [401, "unauthorized"],
  [403, "forbidden"],
  [404, "client_error"],
  [409, "conflict"],
  [422, "unprocessable"],
  [429, "rate_limited"],
  [418, "client_error"],
  [499, "client_error"],
  [500, "server_error"],
  [503, "server_error"],
  [599, "server_error"],
  [304, "redirect"],
] as const)("%i is of the kind %s", async ([status, kind]) => {
  expect(await errorOf({ status })).toMatchObject({ status, kind });
});

const long = "a".repeat(100_000);

interface BodyCase {
  what: string;
  reply: object;
  body: string;
}

const texts: BodyCase[] = [
  { what: "no body", reply: {}, body: "" },
  { what: "HTML", reply: { body: "<h1>No</h1>" }, body: "<h1>No</h1>" },
  {
    what: "truncated JSON",
    reply: { body: '{"error":{"co' },
    body: '{"error":{"co',
  },
  { what: "null", reply: { body: "null" }, body: "null" },
  { what: "a number", reply: { body: "42" }, body: "42" },
  { what: "a JSON string", reply: { body: '"no"' }, body: "no" },
  { what: "a long text", reply: { body: long }, body: long.slice(0, 500) },
];

const objects: BodyCase[] = [
  { what: "another shape", reply: { body: { oops: 1 } }, body: '{"oops":1}' },
  { what: "an array", reply: { body: [] }, body: "[]" },
  {
    what: "error: null",
    reply: { body: { error: null } },
    body: '{"error":null}',
  },
  {
    what: "long JSON of another shape",
    reply: { body: { long } },
    body: JSON.stringify({ long }).slice(0, 500),
  },
];

const title = "$what: status, headers and an excerpt of the body";

test.for([...texts, ...objects])(title, expectExcerpt);

async function expectExcerpt({ reply, body }: BodyCase) {
  const headers = { "X-Request-Id": "req_1", "Retry-After": "7" };
  const error = await errorOf({ status: 502, headers, ...reply });
  expect(error).toMatchObject({
    kind: "server_error",
    status: 502,
    code: undefined,
    data: undefined,
    retryAfter: 7_000,
    body,
  });
  expect(error.headers.get("x-request-id")).toBe("req_1");
  expect(error.message.length).toBeLessThan(300);
}

const errorSchema = spec.components.schemas["ErrorResponse"] ?? {};

test.for(requiredPaths(errorSchema))(
  "a body without %s is no ErrorResponse",
  async (path) => {
    const error = await errorOf({
      status: 400,
      body: withoutPath(examples[0]?.body, path),
    });
    expect(error.code).toBeUndefined();
    expect(error.body).toBeTypeOf("string");
  },
);
