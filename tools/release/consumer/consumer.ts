// A program that uses each entry point that needs no further package, written to be compiled in a
// project in which the packages were installed. The expected errors show that the types are not any,
// as those of an import that is not resolved would be.
import {
  type AuthToken as ClientToken,
  createMelioClient,
  isMelioError,
  type paths,
} from "@melio-platform/client";
import { createTokenSource } from "@melio-platform/client/browser";
import {
  createTokenCache,
  type TokenCache,
  type TokenStore,
} from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import {
  type MockServer,
  MockServerConfigError,
  startMockServer,
} from "@melio-platform/mock-server";
import type {
  AuthToken,
  ErrorResponse,
  operations,
} from "@melio-platform/types";

const melio = createMelioClient({
  apiKey: () => "sk",
  environment: "sandbox",
  logger: console,
});
const store: TokenStore = new Map<string, string>();
const tokens: TokenCache = createTokenCache({ melio, store });

export const POST: (request: Request) => Promise<Response> = createTokenHandler(
  { tokens, authorize: (request) => request.headers.get("Cookie") },
);
export const token: Promise<AuthToken> = melio.auth.createToken({
  melioAccount: "acc_123",
});
export const inThePage: Promise<string> = createTokenSource({
  endpoint: "/melio/token",
}).getToken();
export type Create = paths["/auth/token"]["post"];

export const create: Create extends operations["postAuthToken"] ? true : never =
  true;
export const expiry: Promise<string> = tokens
  .get("acc_123")
  .then(({ expiresAt }) => expiresAt);

export async function mint(): Promise<ClientToken> {
  try {
    const { data, response, idempotencyKey } = await melio.auth
      .createToken(
        { melioAccount: "acc_123" },
        { signal: AbortSignal.timeout(1_000) },
      )
      .withResponse();
    const status: number = response.status;
    const key: string | undefined = idempotencyKey;
    if (!status || !key) throw new Error("no status or no key");
    return data;
  } catch (error) {
    if (isMelioError(error) && error.kind === "rate_limited")
      throw new Error(String(error.retryAfter));
    throw error;
  }
}

export async function codeOfFailure(mock: MockServer): Promise<string> {
  mock.failNext({ status: 403 });
  const { error } = await melio.http.POST("/auth/token");
  const body: ErrorResponse | undefined = error;
  return body?.error.code ?? "none";
}

export async function start(): Promise<string> {
  try {
    await using mock = await startMockServer({ apiKeys: ["sk"] });
    return mock.baseUrl;
  } catch (error) {
    if (isMelioError(error)) return error.kind;
    return error instanceof MockServerConfigError ? error.message : "unknown";
  }
}

// @ts-expect-error
createMelioClient({ environment: "staging" });
// @ts-expect-error
melio.auth.createToken({ account: "acc_123" });
// @ts-expect-error
melio.http.POST("/auth/tokens");
// @ts-expect-error
createTokenCache({ melio, refreshBefore: "30s" });
// @ts-expect-error
createTokenHandler({ tokens });
// @ts-expect-error
createTokenSource({});
// @ts-expect-error
startMockServer({ port: "4010" });
// @ts-expect-error
export const incomplete: ErrorResponse = { error: { code: "forbidden" } };
// @ts-expect-error
export const expiresAt: AuthToken["expiresAt"] = 1;
// @ts-expect-error
tokens.get(undefined);
