import {
  type AnyMelioError,
  type ApiErrorKind,
  type AuthToken,
  type CallOptions,
  type CreateTokenParams,
  createMelioClient,
  isMelioError,
  type MelioApiError,
  type MelioClient,
  type MelioClientOptions,
  type MelioConfigError,
  type MelioConnectionError,
  type MelioEnvironment,
  MelioError,
  type MelioLogger,
  type MelioResponseError,
  type MelioTimeoutError,
  type paths,
  type ResponsePromise,
} from "@melio-platform/client";
import type * as types from "@melio-platform/types";
import type { Client } from "openapi-fetch";
import { expectTypeOf, test } from "vitest";

declare const melio: MelioClient;
declare const error: unknown;

type HeaderParameters = NonNullable<
  paths["/auth/token"]["post"]["parameters"]["header"]
>;

/** `Melio-Account` as `melioAccount`. */
type CamelCase<Name extends string> = Uncapitalize<Joined<Name>>;
type Joined<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Capitalize<Lowercase<Head>>}${Joined<Rest>}`
  : Capitalize<Lowercase<Name>>;

test("createToken gives the token of the spec, and the response beside it", () => {
  expectTypeOf(melio.auth.createToken()).toEqualTypeOf<
    ResponsePromise<AuthToken>
  >();
  expectTypeOf(melio.auth.createToken()).resolves.toEqualTypeOf<{
    readonly accessToken: string;
    expiresAt: string;
    readonly refreshToken: string;
  }>();
  expectTypeOf(melio.auth.createToken().withResponse()).resolves.toMatchTypeOf<{
    data: AuthToken;
    response: Response;
    idempotencyKey: string | undefined;
    attempts: number;
  }>();
});

test("the types are those of @melio-platform/types, though the package ships its own copy", () => {
  expectTypeOf<AuthToken>().toEqualTypeOf<types.AuthToken>();
  expectTypeOf<paths>().toEqualTypeOf<types.paths>();
});

test("the parameters are the spec's header parameters in camelCase, all optional", () => {
  expectTypeOf<keyof CreateTokenParams>().toEqualTypeOf<
    CamelCase<keyof HeaderParameters & string>
  >();
  expectTypeOf<Required<CreateTokenParams>>().toEqualTypeOf<{
    melioAccount: NonNullable<HeaderParameters["Melio-Account"]>;
    idempotencyKey: HeaderParameters["Idempotency-Key"] | undefined;
  }>();
  melio.auth.createToken();
  melio.auth.createToken({});
  // @ts-expect-error a variable that was never set must not mint a token for the partner itself
  melio.auth.createToken({ melioAccount: undefined });
  // @ts-expect-error an account is a string
  melio.auth.createToken({ melioAccount: 123 });
  // @ts-expect-error and is named as in the spec
  melio.auth.createToken({ account: "acc_123" });
  // @ts-expect-error how a call is made stands in the second argument
  melio.auth.createToken({ timeout: 1_000 });
});

test("each option of a call but its signal and headers is also one of the client", () => {
  type Shared = Omit<CallOptions, "signal" | "headers">;
  expectTypeOf<MelioClientOptions>().toMatchTypeOf<Shared>();
  const { signal } = new AbortController();
  melio.auth.createToken(
    {},
    { signal, timeout: 1, deadline: 1, maxRetries: 0 },
  );
  // @ts-expect-error milliseconds are a number
  melio.auth.createToken({}, { timeout: "3s" });
  // @ts-expect-error a key is for the whole client
  melio.auth.createToken({}, { apiKey: "sk" });
});

test("an API key is a string or a function of one, sync or async", () => {
  createMelioClient({ apiKey: "sk" });
  createMelioClient({ apiKey: () => "sk" });
  createMelioClient({ apiKey: async () => "sk" });
  createMelioClient();
  // @ts-expect-error a key that may be missing has to be looked at first
  createMelioClient({ apiKey: (): string | undefined => undefined });
  // @ts-expect-error the environments are those of the spec
  createMelioClient({ environment: "staging" });
  expectTypeOf<MelioEnvironment>().toEqualTypeOf<"production" | "sandbox">();
  expectTypeOf<Console>().toMatchTypeOf<MelioLogger>();
});

type Filled = MelioClient["http"] extends Client<infer Paths> ? Paths : never;
type Header = NonNullable<
  Filled["/auth/token"]["post"]["parameters"]["header"]
>;

test("melio.http asks for no header that the client fills in, and for nothing that the spec has not", () => {
  melio.http.POST("/auth/token");
  melio.http.POST("/auth/token", { params: { header: {} } });
  melio.http.POST("/auth/token", {
    params: { header: { "Melio-Account": "acc_123" } },
  });
  melio.http.POST("/auth/token", {
    params: { header: { "Idempotency-Key": "mine" } },
    timeout: 3_000,
    maxRetries: 0,
  });
  // @ts-expect-error no such path
  melio.http.POST("/auth/tokens");
  // @ts-expect-error no such method at this path
  melio.http.GET("/auth/token");
  // @ts-expect-error a key is a string
  const wrongKey: Header = { "Idempotency-Key": 1 };
  // @ts-expect-error no such header
  const wrongName: Header = { "Melio-Acount": "acc_123" };
  const right: Header = { "Idempotency-Key": "a", "Melio-Account": "acc_1" };
  expectTypeOf([wrongKey, wrongName, right]).toEqualTypeOf<Header[]>();
  // @ts-expect-error the operation takes no body
  melio.http.POST("/auth/token", { body: { melioAccount: "acc_123" } });
});

test("melio.http gives data or error, of the spec's types", async () => {
  const { data, error, response } = await melio.http.POST("/auth/token");
  expectTypeOf(response).toEqualTypeOf<Response>();
  if (error) {
    expectTypeOf(error).toEqualTypeOf<types.ErrorResponse>();
    expectTypeOf(data).toEqualTypeOf<undefined>();
  } else {
    expectTypeOf(data).toEqualTypeOf<types.PostAuthResponse>();
  }
});

test("isMelioError tells the errors apart by kind, all of them", () => {
  // @ts-expect-error not yet looked at
  error.kind;
  if (!isMelioError(error)) return;
  expectTypeOf(error).toEqualTypeOf<AnyMelioError>();
  switch (error.kind) {
    case "config":
      return expectTypeOf(error).toEqualTypeOf<MelioConfigError>();
    case "connection":
      return expectTypeOf(error).toEqualTypeOf<MelioConnectionError>();
    case "timeout":
      return expectTypeOf(error.limit).toEqualTypeOf<"timeout" | "deadline">();
    case "response":
      return expectTypeOf(error).toEqualTypeOf<MelioResponseError>();
    case "rate_limited":
      expectTypeOf(error.retryAfter).toEqualTypeOf<number | undefined>();
      return expectTypeOf(error).toEqualTypeOf<MelioApiError>();
    // @ts-expect-error no such kind
    case "ratelimited":
      return;
    default:
      expectTypeOf(error).toEqualTypeOf<MelioApiError>();
      expectTypeOf(error.kind).toEqualTypeOf<
        Exclude<ApiErrorKind, "rate_limited">
      >();
  }
});

test("every error's name is its class's, as a literal", () => {
  expectTypeOf<MelioApiError["name"]>().toEqualTypeOf<"MelioApiError">();
  expectTypeOf<MelioConfigError["name"]>().toEqualTypeOf<"MelioConfigError">();
  expectTypeOf<
    MelioConnectionError["name"]
  >().toEqualTypeOf<"MelioConnectionError">();
  expectTypeOf<
    MelioResponseError["name"]
  >().toEqualTypeOf<"MelioResponseError">();
  expectTypeOf<
    MelioTimeoutError["name"]
  >().toEqualTypeOf<"MelioTimeoutError">();
  expectTypeOf<AnyMelioError>().toMatchTypeOf<MelioError>();
  // @ts-expect-error abstract: there is no error that is nothing more
  new MelioError("no");
});

test("what a client gives is not changed", () => {
  // @ts-expect-error read-only
  melio.auth = createMelioClient().auth;
  // @ts-expect-error a client has no key that could be read
  melio.apiKey;
});
