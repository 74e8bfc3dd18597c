import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { createMelioClient as Create } from "@melio-platform/client";
import createClient from "openapi-fetch";
import { afterAll, beforeAll, expect, test } from "vitest";
import { growWorkspace } from "./grow-workspace.js";

// `melio.http` promises openapi-fetch's surface: what both send and give is compared, with a client
// whose spec has an operation of every kind of parameter.
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { method, url, headers } = request;
  const [, status = "200"] = url?.match(/answer=(\d+)/) ?? [];
  response.writeHead(Number(status), {
    "Content-Type": "application/json",
    "X-From": "server",
  });
  const seen = {
    method,
    url,
    body,
    type: headers["content-type"],
    extra: headers["x-extra"],
    account: headers["melio-account"],
  };
  response.end(status === "204" ? undefined : JSON.stringify(seen));
});
let baseUrl = "";
let grown: Awaited<ReturnType<typeof growWorkspace>>;
let createMelioClient: typeof Create;
beforeAll(async () => {
  grown = await growWorkspace();
  ({ createMelioClient } = await import(join(grown.client, "dist/index.js")));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}, 60_000);
afterAll(async () => {
  server.close();
  await grown.remove();
});

type Init = Record<string, unknown>;
type AnyClient = Record<
  "request",
  (
    method: string,
    path: string,
    init: Init,
  ) => Promise<{ data?: unknown; error?: unknown; response: Response }>
>;

const outcome = async (
  http: unknown,
  method: string,
  path: string,
  init: Init,
) => {
  const { data, error, response } = await (http as AnyClient).request(
    method,
    path,
    init,
  );
  const { status, headers } = response;
  const read =
    data instanceof ReadableStream ? await new Response(data).text() : data;
  return {
    data: read instanceof ArrayBuffer ? Buffer.from(read).toString() : read,
    error,
    status,
    from: headers.get("x-from"),
  };
};

const form = new FormData();
form.set("name", "value");
const cases: [title: string, method: string, path: string, init: Init][] = [
  ["nothing but the path", "post", "/things", {}],
  [
    "a path parameter",
    "get",
    "/things/{id}",
    { params: { path: { id: "a b/c" } } },
  ],
  [
    "a label and a matrix of path parameters",
    "get",
    "/x/{.a*}/{;b}",
    { params: { path: { a: [1, 2], b: { c: 3 } } } },
  ],
  [
    "a query with lists and objects",
    "get",
    "/things",
    { params: { query: { a: [1, 2], b: { c: 3 }, d: "é&" } } },
  ],
  [
    "options of the query's serializer",
    "get",
    "/things",
    {
      params: { query: { a: [1, 2] } },
      querySerializer: { array: { style: "form", explode: false } },
    },
  ],
  [
    "a query serializer",
    "get",
    "/things",
    { params: { query: { a: 1 } }, querySerializer: () => "?mine=1" },
  ],
  [
    "header parameters",
    "post",
    "/things",
    { params: { header: { "Melio-Account": "acc_1" } } },
  ],
  [
    "headers and header parameters together",
    "post",
    "/things",
    {
      headers: { "X-Extra": "1", "Melio-Account": "no" },
      params: { header: { "Melio-Account": "acc_1" } },
    },
  ],
  ["a JSON body", "put", "/things", { body: { a: 1 } }],
  ["a body of null", "post", "/things", { body: null }],
  [
    "a body serializer",
    "patch",
    "/things",
    { body: { a: 1 }, bodySerializer: () => "mine" },
  ],
  [
    "a content type of one's own",
    "post",
    "/things",
    {
      body: { a: 1 },
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    },
  ],
  ["as text", "post", "/things", { parseAs: "text" }],
  ["as a buffer", "post", "/things", { parseAs: "arrayBuffer" }],
  ["as a stream", "post", "/things", { parseAs: "stream" }],
  ["no content", "delete", "/things", { params: { query: { answer: 204 } } }],
  [
    "an error with a body",
    "post",
    "/things",
    { params: { query: { answer: 418 } } },
  ],
  ["HEAD", "head", "/things", {}],
];
test.for(cases)("%s", async ([, method, path, init]) => {
  const melio = createMelioClient({ apiKey: "sk_test_key", baseUrl });
  const plain = createClient({ baseUrl });
  expect(await outcome(melio.http, method, path, init)).toEqual(
    await outcome(plain, method, path, init),
  );
});

test("a FormData body keeps its own content type", async () => {
  const melio = createMelioClient({ apiKey: "sk_test_key", baseUrl });
  const { data } = await outcome(melio.http, "post", "/things", { body: form });
  expect(data).toMatchObject({
    type: expect.stringMatching(/^multipart\/form-data; boundary=/),
  });
});

test("middleware is run in the same order, on the same facts, and may replace what it sees", async () => {
  const runs = [
    createMelioClient({ apiKey: "sk_test_key", baseUrl }).http,
    createClient({ baseUrl }),
  ].map(async (http) => {
    const told: unknown[] = [];
    const middleware = (name: string) => ({
      onRequest: ({ request, schemaPath, params, options, id }: Init) => {
        const { url } = request as Request;
        told.push([
          name,
          "request",
          url,
          schemaPath,
          params,
          typeof id,
          Object.keys(options as object).sort(),
        ]);
        if (name === "b")
          return new Request(`${url}?from=b`, request as Request);
      },
      onResponse: async ({ response }: Init) => {
        told.push([name, "response", (response as Response).status]);
        if (name === "a")
          return Response.json({ replaced: true }, { status: 202 });
      },
    });
    const [a, b, once] = ["a", "b", "once"].map(middleware);
    const { use, eject } = http as unknown as Record<
      "use" | "eject",
      (...all: unknown[]) => void
    >;
    use(a, b);
    told.push(
      await outcome(http, "post", "/things/{id}", {
        params: { path: { id: 1 } },
        middleware: [once],
      }),
    );
    eject(a);
    told.push(await outcome(http, "post", "/things", {}));
    return told;
  });
  const [ours, theirs] = await Promise.all(runs);
  expect(ours).toEqual(theirs);
});

test("middleware may answer in the server's place, and turn an error into a response or another error", async () => {
  const { port } = new URL(baseUrl);
  const down = `http://127.0.0.1:${Number(port) === 1 ? 2 : 1}`;
  const runs = [
    createMelioClient({ apiKey: "sk_test_key", baseUrl: down, maxRetries: 0 })
      .http,
    createClient({ baseUrl: down }),
  ].map(async (http) => {
    const answered = await outcome(http, "post", "/things", {
      middleware: [{ onRequest: () => Response.json({ by: "middleware" }) }],
    });
    const rescued = await outcome(http, "post", "/things", {
      middleware: [
        { onError: () => Response.json({ by: "rescue" }, { status: 503 }) },
      ],
    });
    const renamed = await outcome(http, "post", "/things", {
      middleware: [{ onError: () => new RangeError("renamed") }],
    }).catch(String);
    return [answered, rescued, renamed];
  });
  const [ours, theirs] = await Promise.all(runs);
  expect(ours).toEqual(theirs);
});
