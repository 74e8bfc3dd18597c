import { expect, test } from "vitest";
import { openInEditor } from "./support/language-service.js";

const editor = openInEditor(`
import { createMelioClient, isMelioError } from "@melio-platform/client";
const melio = createMelioClient({ apiKey: "sk_test_key", timeout: 3_000 });
const call = melio.auth.createToken({ melioAccount: "acc_123" });
const token = await call;
const whole = await call.withResponse();
try { await call; } catch (error) {
  if (isMelioError(error)) { const caught = error; }
}
`);

test("the source of the hovers compiles", () => {
  expect(editor.errors()).toEqual([]);
});

const hovers = [
  ["const melio", "const melio: MelioClient"],
  [
    "melio.auth.createToken",
    "(method) MelioAuth.createToken(params?: CreateTokenParams, options?: CallOptions): ResponsePromise<AuthToken>",
  ],
  ["const call", "const call: ResponsePromise<AuthToken>"],
  ["const token", "const token: AuthToken"],
  ["const whole", "const whole: WithResponse<AuthToken>"],
  ["const caught", "const caught: AnyMelioError"],
] as const;

test.for(hovers)("%s", ([piece, type]) => {
  expect(editor.hover(piece).type).toBe(type);
});

test("methods and options say what they are, with units, defaults and errors", () => {
  const { text, tags } = editor.hover("melio.auth.createToken");
  expect(text).toContain("POST /auth/token");
  expect(tags).toMatch(/@throws .*MelioApiError/);
  expect(tags).toMatch(/@example/);
  const timeout = editor.hover(", timeout");
  expect(timeout.text).toContain("milliseconds");
  expect(timeout.tags).toContain("10_000");
});

test("the kinds of errors are offered while one types", () => {
  const offered = openInEditor(`
    import { isMelioError } from "@melio-platform/client";
    declare const error: unknown;
    if (isMelioError(error) && error.kind === "") {}
  `).completions('error.kind === "');
  expect(offered).toEqual(
    expect.arrayContaining([
      ...["config", "connection", "timeout", "response"],
      ...["unauthorized", "rate_limited", "server_error"],
    ]),
  );
});
