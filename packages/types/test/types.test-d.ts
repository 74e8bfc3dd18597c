import type {
  AuthToken,
  components,
  ErrorDetails,
  ErrorResponse,
  operations,
  PostAuthResponse,
  PostAuthResponseData,
  paths,
} from "@melio-platform/types";
import { expectTypeOf, test } from "vitest";

declare const token: AuthToken;
declare const failure: ErrorDetails;

test("a token has three required strings, and the secrets in it are read-only", () => {
  expectTypeOf<AuthToken>().toEqualTypeOf<{
    readonly accessToken: string;
    expiresAt: string;
    readonly refreshToken: string;
  }>();
  // @ts-expect-error a minted token is not changed by the one who holds it
  token.accessToken = "at_other";
  // @ts-expect-error the same for the refresh token
  token.refreshToken = "rt_other";
  // @ts-expect-error a token without its expiry is not a token
  const incomplete: AuthToken = { accessToken: "at_1", refreshToken: "rt_1" };
  expectTypeOf(incomplete).toEqualTypeOf<AuthToken>();
});

test("the aliases are the schemas, by upstream's names and by shorter ones", () => {
  expectTypeOf<PostAuthResponse>().toEqualTypeOf<{ data: AuthToken }>();
  expectTypeOf<PostAuthResponseData>().toEqualTypeOf<AuthToken>();
  expectTypeOf<PostAuthResponse>().toEqualTypeOf<
    components["schemas"]["PostAuthResponse"]
  >();
  expectTypeOf<ErrorResponse>().toEqualTypeOf<{ error: ErrorDetails }>();
  expectTypeOf<ErrorDetails>().toEqualTypeOf<components["schemas"]["Error"]>();
});

test("an error has a code and a message, and perhaps data of an unknown shape", () => {
  expectTypeOf<ErrorDetails>().toEqualTypeOf<{
    code: string;
    message: string;
    data?: { [key: string]: unknown } | unknown[] | null;
  }>();
  // @ts-expect-error data has to be looked at before it is used
  failure.data.header;
  // @ts-expect-error an error without a message is not one
  const incomplete: ErrorResponse = { error: { code: "forbidden" } };
  expectTypeOf(incomplete).toEqualTypeOf<ErrorResponse>();
});

test("the operation takes the idempotency key, perhaps an account, and no body", () => {
  type CreateToken = operations["postAuthToken"];
  expectTypeOf<paths["/auth/token"]["post"]>().toEqualTypeOf<CreateToken>();
  expectTypeOf<paths["/auth/token"]["get"]>().toEqualTypeOf<undefined>();
  expectTypeOf<CreateToken["parameters"]["header"]>().toEqualTypeOf<{
    "Idempotency-Key": string;
    "Melio-Account"?: string;
  }>();
  expectTypeOf<CreateToken["requestBody"]>().toEqualTypeOf<undefined>();
});

test("200 and 201 carry the token, every other status an error", () => {
  type Responses = operations["postAuthToken"]["responses"];
  type Body<Status extends keyof Responses> =
    Responses[Status]["content"]["application/json"];
  expectTypeOf<Body<200 | 201>>().toEqualTypeOf<PostAuthResponse>();
  expectTypeOf<
    Body<Exclude<keyof Responses, 200 | 201>>
  >().toEqualTypeOf<ErrorResponse>();
  expectTypeOf<keyof Responses>().toEqualTypeOf<
    200 | 201 | 400 | 401 | 403 | 409 | 422 | 429 | 500 | 503 | "default"
  >();
});
