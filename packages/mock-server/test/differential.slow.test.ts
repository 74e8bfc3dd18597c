import { createInstance } from "@stoplight/prism-http";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readPreference as readBundledPreference } from "../dist/prism/preference.js";
import { loadOperations as loadBundled } from "../dist/prism/spec.js";
import { createJudge as createBundledJudge } from "../dist/prism/verdict-cache.js";
import type { ContractRequest } from "../src/messages.js";
import { type Preference, readPreference } from "../src/prism/preference.js";
import { findResponseViolations } from "../src/prism/prism.js";
import { loadOperations, type Operation } from "../src/prism/spec.js";
import { createJudge, type Judge } from "../src/prism/verdict-cache.js";
import { largerSpec } from "./support/larger-spec.js";

const operations = await loadOperations(largerSpec);
const bundledOperations = await loadBundled(largerSpec);

const header = (values: string[]) =>
  fc.option(
    fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, fc.string()),
    {
      nil: undefined,
    },
  );

const headers = fc
  .record({
    "api-key": header(["key", "", "Bearer key"]),
    authorization: header([
      "Bearer at_1",
      "Bearer at_2",
      "bearer",
      "Basic eDp5",
    ]),
    "idempotency-key": header(["a", "b", "", "a,b"]),
    "melio-account": header(["acc_1", "", "acc_2"]),
    "x-page": header(["1", "0", "two"]),
    accept: header([
      "application/json",
      "*/*",
      "text/html",
      "application/vnd.melio+json",
      "application/*;q=0.5, text/plain",
      "application/json;v=1",
    ]),
    "content-type": header([
      "application/json",
      "text/plain",
      "garbage",
      "application/x-www-form-urlencoded",
    ]),
    prefer: header([
      "code=503",
      "code=418",
      "code=200, example=accessToken",
      "example=none",
      "dynamic=true",
    ]),
  })
  .map(withoutUndefined);

const body = fc.option(
  fc.oneof(
    fc.constantFrom<unknown>(
      { name: "Ada" },
      { name: "" },
      { name: "Ada", kind: "bird" },
      "a=b",
    ),
    fc.jsonValue(),
  ),
  { nil: undefined, freq: 4 },
);

const anyRequest = fc.record({
  method: fc.constantFrom("post", "get", "put", "delete"),
  path: fc.constantFrom(
    "/auth/token",
    "/accounts/acc_1",
    "/accounts/x",
    "/accounts/mine",
    "/nowhere",
  ),
  query: fc.constantFrom<Record<string, string | string[]>[]>(
    {},
    { expand: "owner" },
    { expand: "all" },
    { expand: ["owner", "users"] },
  ),
  headers,
  body,
});

const credentials = {
  "api-key": "key",
  authorization: "Bearer at_1",
  "idempotency-key": "a",
};

/** Mostly valid, so that shapes are remembered and met again with other values. */
const usualRequest = fc.record({
  method: fc.constantFrom("post", "get"),
  path: fc.constantFrom("/auth/token", "/accounts/acc_1", "/accounts/mine"),
  query: fc.constant<Record<string, string | string[]>>({}),
  headers: fc
    .record(
      {
        "idempotency-key": header(["a", "b", ""]),
        "melio-account": header(["acc_1", "acc_2"]),
        "x-page": header(["1", "0"]),
        accept: fc.constantFrom("application/json", "*/*"),
      },
      { requiredKeys: [] },
    )
    .map((some) => ({ ...credentials, ...withoutUndefined(some) })),
  body: fc.constant(undefined),
});

const request = fc.oneof(anyRequest, usualRequest).map(
  ({ body: content, ...rest }): ContractRequest =>
    content === undefined || content === null
      ? rest
      : {
          ...rest,
          body: content,
          headers: {
            ...rest.headers,
            "content-length": String(JSON.stringify(content).length),
          },
        },
);

/** Prism itself: its own instance, asked anew for every request, nothing remembered. */
const reference = (() => {
  const ignore = () => undefined;
  const logger = {
    info: ignore,
    success: ignore,
    warn: ignore,
    error: ignore,
    debug: ignore,
    trace: ignore,
    fatal: ignore,
    child: () => logger,
  };
  const config = {
    isProxy: false,
    checkSecurity: true,
    validateRequest: true,
    validateResponse: true,
    errors: false,
    upstreamProxy: undefined,
    mock: { dynamic: false },
  } as const;
  const instance = createInstance(config, { logger: logger as never });
  return async (
    { method, path, query, headers, body }: ContractRequest,
    preference: Preference,
  ) => {
    try {
      const result = await instance.request(
        { method: method as never, url: { path, query }, headers, body },
        operations,
        { ...config, mock: { dynamic: false, ...preference } },
      )();
      if (result._tag === "Left") {
        const { status, name } = result.left as Error & { status?: number };
        return {
          status: status ?? 400,
          code: status ? name.replace(/.*#/, "") : "unreadable",
        };
      }
      const { output, validations } = result.right;
      return {
        status: output.statusCode,
        body: output.body,
        headers: Object.entries(output.headers ?? {}).map(([name, value]) => [
          name.toLowerCase(),
          String(value),
        ]),
        violations: validations.input.map(({ path, message, code }) => [
          path ?? [],
          String(code ?? ""),
          message,
        ]),
        responseViolations: validations.output.map(({ message }) => message),
      };
    } catch {
      return { status: 400, code: "unreadable" };
    }
  };
})();

async function verdictOf(
  judge: Judge,
  contractRequest: ContractRequest,
  preference: Preference,
) {
  const verdict = await judge(contractRequest, preference);
  if (verdict.kind === "problem") {
    return { status: verdict.status, code: verdict.code };
  }
  const { response, violations, checkBody } = verdict;
  return {
    status: response.status,
    body: response.body,
    headers: Object.entries(response.headers),
    violations: violations.map(({ location, code, message }) => [
      location.slice(1),
      code,
      message,
    ]),
    responseViolations: checkBody(response.body).map(({ message }) => message),
  };
}

test("remembered, unbundled and bundled Prism give the verdict of Prism itself", async () => {
  const unbundled = createJudge(operations);
  const bundled = createBundledJudge(bundledOperations);
  const seen = { requests: 0, valid: 0, invalid: 0, problems: 0, refusals: 0 };

  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { minLength: 20, maxLength: 40 }),
      async (requests) => {
        for (const item of requests) {
          seen.requests += 1;
          const preference = readPreference(item.headers["prefer"], {});
          expect(readBundledPreference(item.headers["prefer"], {})).toEqual(
            preference,
          );
          if ("place" in preference) {
            seen.refusals += 1;
            continue;
          }
          const expected = await reference(item, preference);
          expect(await verdictOf(unbundled, item, preference)).toEqual(
            expected,
          );
          expect(await verdictOf(bundled, item, preference)).toEqual(expected);
          if (expected.violations === undefined) seen.problems += 1;
          else if (expected.violations.length > 0) seen.invalid += 1;
          else seen.valid += 1;
        }
      },
    ),
    { numRuns: 250 },
  );
  // The generator must not drift into one corner.
  expect(seen.requests).toBeGreaterThan(5_000);
  for (const count of [
    seen.valid,
    seen.invalid,
    seen.problems,
    seen.refusals,
  ]) {
    expect(count).toBeGreaterThan(200);
  }
}, 120_000);

test("the quick check of a response's body finds what Prism finds", async () => {
  const judge = createJudge(operations);
  const token = {
    accessToken: "a",
    expiresAt: "2031-05-14T10:15:30Z",
    refreshToken: "r",
  };
  const responseBody = fc.oneof(
    fc.constant({ data: token }),
    fc.record({
      data: fc.record(
        {
          accessToken: fc.oneof(fc.string(), fc.integer()),
          expiresAt: fc.oneof(fc.constant(token.expiresAt), fc.string()),
          refreshToken: fc.string(),
        },
        { requiredKeys: [] },
      ),
    }),
    fc.jsonValue(),
  );
  for (const operation of operations) {
    for (const prefer of [undefined, "code=503", "code=400"]) {
      const preference = readPreference(prefer, {});
      if ("place" in preference) throw new Error(preference.message);
      // The second verdict is the remembered one.
      await judge(validRequest(operation), preference);
      const verdict = await judge(validRequest(operation), preference);
      if (verdict.kind !== "answer") continue;
      const { response, checkBody } = verdict;
      fc.assert(
        fc.property(responseBody, (body) => {
          expect(checkBody(body)).toEqual(
            findResponseViolations(operation, { ...response, body }),
          );
        }),
        { numRuns: 300 },
      );
    }
  }
}, 60_000);

function validRequest({ method, path }: Operation): ContractRequest {
  return {
    method,
    path: path.replace("{accountId}", "acc_1"),
    query: {},
    headers: {
      "api-key": "k",
      authorization: "Bearer t",
      "idempotency-key": "i",
    },
  };
}

function withoutUndefined(
  all: Record<string, string | undefined>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    ),
  );
}
