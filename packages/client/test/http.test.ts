import { createMelioClient } from "@melio-platform/client";
import type { paths } from "@melio-platform/types";
import createOpenapiFetch, {
  type Client,
  type Middleware,
} from "openapi-fetch";
import { expect, test, vi } from "vitest";
import { createClient, markedKey, melioErrorOf } from "./support/client.js";
import {
  type Reply,
  startServer,
  success,
  type TestServer,
} from "./support/http-server.js";
import { errorBody, headerNames, spec, tokenBody } from "./support/spec.js";
import { fixJitter } from "./support/time.js";

const { IdempotencyKey, MelioAccount } = spec.components.parameters;
const header = {
  [IdempotencyKey.name]: "key-1",
  [MelioAccount.name]: "acc_1",
} as { "Idempotency-Key": string };

type Http = Pick<Client<paths>, "POST" | "request" | "use" | "eject">;

/** The client's own surface and the library's that it stands for, on servers that answer alike. */
async function both(...replies: Reply[]) {
  const ours = await startServer(...replies);
  const theirs = await startServer(...replies);
  const melio = createClient(ours, { maxRetries: 0 });
  const library = createOpenapiFetch<paths>({
    baseUrl: theirs.baseUrl,
    headers: { [headerNames.apiKey]: markedKey },
  });
  return [
    { http: melio.http as Http, server: ours },
    { http: library as Http, server: theirs },
  ] as const;
}

const told = ({ requests }: TestServer) =>
  requests.map(({ method, url, headers }) => ({
    method,
    url,
    account: headers[headerNames.account],
    idempotencyKey: headers[headerNames.idempotencyKey],
    apiKey: headers[headerNames.apiKey],
    own: headers["x-own"],
    contentType: headers["content-type"],
  }));

interface Case {
  what: string;
  replies?: Reply[];
  call: (http: Http) => Promise<unknown>;
}

const post = (http: Http, init: object = {}) =>
  http.POST("/auth/token", { params: { header }, ...init });

/** A middleware that notes what it is handed, and hands on what it is told to. */
function noting(
  notes: string[],
  name: string,
  result: Partial<Middleware> = {},
) {
  return {
    onRequest: (o) => {
      notes.push(
        `${name} request ${o.schemaPath} ${o.request.method} ${o.params.header?.[MelioAccount.name]}`,
      );
      return result.onRequest?.(o);
    },
    onResponse: (o) => {
      notes.push(`${name} response ${o.response.status}`);
      return result.onResponse?.(o);
    },
  } satisfies Middleware;
}

const cases: Case[] = [
  { what: "a success", call: (http) => post(http) },
  {
    what: "request with a method",
    call: (http) => http.request("post", "/auth/token", { params: { header } }),
  },
  {
    what: "an error with a body",
    replies: [{ status: 403, body: errorBody }],
    call: (http) => post(http),
  },
  {
    what: "an error with text",
    replies: [{ status: 403, body: "<h1>" }],
    call: (http) => post(http),
  },
  {
    what: "headers as a record",
    call: (http) => post(http, { headers: { "X-Own": "1" } }),
  },
  {
    what: "headers as an object of Headers",
    call: (http) => post(http, { headers: new Headers({ "X-Own": "1" }) }),
  },
  {
    what: "a header that is null",
    call: (http) => post(http, { headers: { "X-Own": null } }),
  },
  { what: "parseAs text", call: (http) => post(http, { parseAs: "text" }) },
  {
    what: "parseAs arrayBuffer",
    call: (http) => post(http, { parseAs: "arrayBuffer" }),
  },
  {
    what: "middleware, in order and back",
    call: async (http) => {
      const notes: string[] = [];
      http.use(noting(notes, "a"), noting(notes, "b"));
      const result = await post(http, { middleware: [noting(notes, "c")] });
      return [notes, result];
    },
  },
  {
    what: "a middleware that was ejected",
    call: async (http) => {
      const notes: string[] = [];
      const ejected = noting(notes, "ejected");
      http.use(noting(notes, "kept"), ejected);
      http.eject(ejected);
      return [notes, await post(http)];
    },
  },
  {
    what: "a middleware that changes the request and the response",
    call: (http) => {
      http.use({
        onRequest: ({ request }) => {
          const changed = new Request(request);
          changed.headers.set("X-Own", "changed");
          return changed;
        },
        onResponse: async ({ response }) =>
          Response.json(
            {
              data: {
                ...(await response.json()).data,
                accessToken: "at_changed",
              },
            },
            { status: 201, headers: response.headers },
          ),
      });
      return post(http);
    },
  },
  {
    what: "a middleware that answers itself",
    call: (http) => {
      http.use({ onRequest: () => Response.json(tokenBody, { status: 202 }) });
      return post(http);
    },
  },
  {
    what: "a middleware that turns a failure into a response",
    replies: [(response) => response.destroy()],
    call: (http) => {
      http.use({ onError: () => Response.json(tokenBody) });
      return post(http);
    },
  },
  {
    what: "a middleware that throws",
    call: async (http) => {
      http.use({
        onRequest: () => {
          throw new RangeError("mine");
        },
      });
      return String(await post(http).catch((error) => error));
    },
  },
];

/** What can be compared of a result: no `Date`, no connection headers. */
async function comparable(result: unknown): Promise<unknown> {
  if (Array.isArray(result)) return Promise.all(result.map(comparable));
  if (Object(result) !== result) return result;
  const { data, error, response } = result as {
    data?: unknown;
    error?: unknown;
    response: Response;
  };
  const text =
    data instanceof ArrayBuffer ? Buffer.from(data).toString() : data;
  return {
    data: text,
    error,
    status: response.status,
    ok: response.ok,
    type: response.headers.get("content-type"),
  };
}

test.for(cases)(
  "$what: as openapi-fetch has it",
  async ({ replies = [success], call }) => {
    const [ours, theirs] = await both(...replies);
    const expected = await comparable(await call(theirs.http));
    expect(await comparable(await call(ours.http))).toEqual(expected);
    expect(told(ours.server)).toEqual(told(theirs.server));
  },
);

test("an error middleware is handed the client's error, and can give another", async () => {
  const server = await startServer((response) => {
    response.destroy();
  });
  const melio = createClient(server, { maxRetries: 0 });
  const onError = vi.fn(
    ({ error }: { error: unknown }) => new Error("mine", { cause: error }),
  );
  melio.http.use({ onError });
  await expect(melio.auth.createToken()).rejects.toMatchObject({
    message: "mine",
    cause: { kind: "connection", attempts: 1 },
  });
  expect(onError).toHaveBeenCalledOnce();
});

test("middleware runs once a call, not once an attempt, and never sees the key", async () => {
  const server = await startServer(
    { status: 503, headers: { "Retry-After": "0" } },
    success,
  );
  const melio = createClient(server);
  const onRequest = vi.fn(({ request }: { request: Request }) => {
    expect([...request.headers].join()).not.toContain(markedKey);
  });
  const onResponse = vi.fn();
  melio.http.use({ onRequest, onResponse });
  await melio.auth.createToken();
  expect(server.requests).toHaveLength(2);
  expect(onRequest).toHaveBeenCalledOnce();
  expect(onResponse).toHaveBeenCalledOnce();
});

test("call options work on melio.http too: timeout, maxRetries, signal, headers", async () => {
  const server = await startServer({ status: 503 });
  const { http } = createClient(server);
  const { response } = await http.POST("/auth/token", {
    maxRetries: 0,
    headers: { "X-Own": "1" },
  });
  expect(response.status).toBe(503);
  expect(server.requests).toMatchObject([{ headers: { "x-own": "1" } }]);
  const stalled = await startServer(() => {});
  const timedOut = createClient(stalled).http.POST("/auth/token", {
    timeout: 20,
    maxRetries: 0,
  });
  expect(await melioErrorOf(timedOut)).toMatchObject({ kind: "timeout" });
});

test("null is no headers, from a program without types too", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const none = null as never;
  await melio.auth.createToken({}, { headers: none });
  await melio.http.POST("/auth/token", { params: { header: none } });
  expect(server.requests).toHaveLength(2);
});

test.for([
  { what: "pairs", headers: [["X-Own", "1"]] },
  { what: "a Map", headers: new Map([["X-Own", "1"]]) },
  {
    what: "Headers of another realm",
    headers: {
      [Symbol.iterator]: () => [["x-own", "1"]][Symbol.iterator](),
    },
  },
])("headers given as $what are sent", async ({ headers }) => {
  const server = await startServer(success);
  const { http } = createClient(server);
  await http.POST("/auth/token", { headers: headers as never });
  expect(server.requests).toMatchObject([{ headers: { "x-own": "1" } }]);
});

test("what are no headers is refused, and nothing is sent", async () => {
  const server = await startServer(success);
  const { http } = createClient(server);
  for (const headers of ["X-Own: 1", ["X-Own: 1"], new Set(["X-Own"])])
    expect(
      await melioErrorOf(
        http.POST("/auth/token", { headers: headers as never }),
      ),
    ).toMatchObject({ kind: "config" });
  expect(server.requests).toHaveLength(0);
});

test("a wrong call option is a MelioConfigError, on both surfaces", async () => {
  const server = await startServer(success);
  const { auth, http } = createClient(server);
  const wrong = [
    { timeout: -1 },
    { maxRetries: Number.NaN },
    { deadline: "soon" as unknown as number },
  ];
  for (const options of wrong) {
    expect(await melioErrorOf(auth.createToken({}, options))).toMatchObject({
      kind: "config",
    });
    expect(await melioErrorOf(http.POST("/auth/token", options))).toMatchObject(
      { kind: "config" },
    );
    expect(() => createClient(server, options)).toThrow(
      /must be a (whole )?number/,
    );
  }
  expect(server.requests).toHaveLength(0);
});

test("the request has no body and no content type, and says who sends it", async () => {
  const server = await startServer(success);
  await createClient(server, { userAgent: "shop/1.2" }).auth.createToken();
  const [{ method, url, headers } = { method: "", url: "", headers: {} }] =
    server.requests;
  expect([method, url]).toEqual(["POST", "/v1/auth/token"]);
  expect(headers).not.toHaveProperty("content-type");
  expect(headers).toMatchObject({
    accept: "application/json",
    "content-length": "0",
  });
  expect(headers["user-agent"]).toMatch(
    /^melio-\S+\/\d+\.\d+\.\d+\S* shop\/1\.2$/,
  );
});

const readings = {
  text: async (response: Response) => JSON.parse(await response.text()),
  json: (response: Response) => response.json(),
  "text of a clone": async (response: Response) =>
    JSON.parse(await response.clone().text()),
  "json of a clone": (response: Response) => response.clone().json(),
  arrayBuffer: async (response: Response) =>
    JSON.parse(Buffer.from(await response.arrayBuffer()).toString()),
};

test.for(Object.entries(readings))(
  "a middleware can read a response as %s",
  async ([, read]) => {
    const server = await startServer(success);
    const melio = createClient(server);
    let body: unknown;
    melio.http.use({
      async onResponse({ response }) {
        body = await read(response);
        return Response.json(body);
      },
    });
    expect(await melio.auth.createToken()).toEqual(tokenBody.data);
    expect(body).toEqual(tokenBody);
  },
);

test("a middleware that only looks at a clone leaves the response as it is", async () => {
  const server = await startServer(success, { status: 403, body: errorBody });
  const melio = createClient(server);
  const seen: unknown[] = [];
  melio.http.use({
    async onResponse({ response }) {
      seen.push(await response.clone().json());
    },
  });
  expect(await melio.auth.createToken()).toEqual(tokenBody.data);
  const { error } = await melio.http.POST("/auth/token");
  expect(error).toEqual(errorBody);
  expect(seen).toEqual([tokenBody, errorBody]);
});

test("a global fetch that is replaced later is the one that is used", async () => {
  const melio = createMelioClient({
    apiKey: markedKey,
    baseUrl: "https://api.test/v1",
  });
  const fetch = vi
    .spyOn(globalThis, "fetch")
    .mockResolvedValue(Response.json(tokenBody));
  await melio.auth.createToken();
  expect(fetch).toHaveBeenCalledOnce();
  fetch.mockRestore();
});

test("every method that the type has is there at run time", async () => {
  const server = await startServer(success);
  const http = createClient(server).http as unknown as Record<
    string,
    (path: string) => Promise<unknown>
  >;
  const methods = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "PATCH"];
  for (const method of methods) await http[method]?.("/auth/token");
  expect(server.requests.map(({ method }) => method)).toEqual(methods);
});

test("a FormData body is sent as a form, again in a second attempt", async () => {
  fixJitter(0);
  const bodies: string[] = [];
  const types: unknown[] = [];
  const server = await startServer(async (response, request) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    bodies.push(body);
    types.push(request.headers["content-type"]);
    response.writeHead(bodies.length === 1 ? 503 : 200);
    response.end(JSON.stringify(tokenBody));
  });
  const form = new FormData();
  form.set("name", "value");
  const { response } = await createClient(server).http.POST("/auth/token", {
    body: form as never,
  });
  expect(response.status).toBe(200);
  expect(bodies).toHaveLength(2);
  for (const body of bodies) expect(body).toMatch(/name="name"\r\n\r\nvalue/);
  for (const type of types)
    expect(type).toMatch(/^multipart\/form-data; boundary=/);
});

test("a middleware that is added twice runs twice, as openapi-fetch has it", async () => {
  const server = await startServer(success);
  const melio = createClient(server);
  const onRequest = vi.fn();
  const middleware = { onRequest };
  melio.http.use(middleware, middleware);
  await melio.auth.createToken();
  expect(onRequest).toHaveBeenCalledTimes(2);
});

test.for(["/../x", "/../../x", "/%2e%2e/x", "/auth/..\\..\\..\\x"])(
  "the path %j cannot take the API key out of the base path",
  async (path) => {
    const server = await startServer(success);
    for (const middleware of [[], [{ onRequest: () => {} }]]) {
      const melio = createClient(server);
      if (middleware.length > 0) melio.http.use(...middleware);
      const call = melio.http.request("post", path as "/auth/token");
      expect(await melioErrorOf(call)).toMatchObject({ kind: "config" });
    }
    expect(server.requests).toHaveLength(0);
  },
);

test("a middleware sees the URL and the status text of the response as they came", async () => {
  const server = await startServer((response) => {
    response.statusMessage = "Made";
    response.writeHead(201, { "Content-Type": "application/json" });
    response.end(JSON.stringify(tokenBody));
  });
  const melio = createClient(server);
  const seen: unknown[] = [];
  melio.http.use({
    onResponse({ response: { url, status, statusText } }) {
      seen.push({ url, status, statusText });
    },
  });
  await melio.auth.createToken();
  const url = `${server.baseUrl}/auth/token`;
  expect(seen).toEqual([{ url, status: 201, statusText: "Made" }]);
});

test("a response without a body stream, of a fetch of one's own, is read by text()", async () => {
  const fetch = async () =>
    ({
      ok: true,
      status: 200,
      headers: new Headers(),
      text: async () => JSON.stringify(tokenBody),
    }) as Response;
  const melio = createClient({ baseUrl: "https://api.test/v1" }, { fetch });
  expect(await melio.auth.createToken()).toEqual(tokenBody.data);
});
