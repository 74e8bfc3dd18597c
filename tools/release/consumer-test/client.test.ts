import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { surroundedCompilations } from "./compilations.js";
import { type Consumer, createConsumer, strictConfig } from "./consumer.js";

let consumer: Consumer;
let mock: MockServer;
beforeAll(async () => {
  [consumer, mock] = await Promise.all([
    createConsumer("packages/client"),
    startMockServer(),
  ]);
});
afterAll(() => Promise.all([consumer.remove(), mock.close()]));

// The expected errors show that the types are not any, as an unresolved import would be.
const source = `
import { createMelioClient, isMelioError, type AuthToken, type paths } from "@melio-platform/client";
export async function mint(): Promise<AuthToken> {
  const melio = createMelioClient({ apiKey: () => "sk", environment: "sandbox", logger: console });
  try {
    const { data, response, idempotencyKey } = await melio.auth
      .createToken({ melioAccount: "acc_123" }, { signal: AbortSignal.timeout(1_000) })
      .withResponse();
    const status: number = response.status;
    const key: string | undefined = idempotencyKey;
    return status && key ? data : (await melio.http.POST("/auth/token")).data!.data;
  } catch (error) {
    if (isMelioError(error) && error.kind === "rate_limited") throw new Error(String(error.retryAfter));
    throw error;
  }
}
export type Create = paths["/auth/token"]["post"];
// @ts-expect-error
createMelioClient({ environment: "staging" });
// @ts-expect-error
createMelioClient().auth.createToken({ account: "acc_123" });
// @ts-expect-error
createMelioClient().http.POST("/auth/tokens");
`;

test.for(surroundedCompilations)(
  "the client's types compile with $compiler, $settings.moduleResolution, $surrounding.name",
  async ({ compiler, settings, surrounding: { name, ...lib } }) => {
    await consumer.write("consumer.ts", source);
    const output = await consumer.compile(
      compiler,
      strictConfig({ ...settings, ...lib, exactOptionalPropertyTypes: true }),
    );
    expect(output).toBe("");
  },
);

const options = () =>
  JSON.stringify({ apiKey: "sk_test_key", baseUrl: mock.baseUrl });

test("the installed client mints a token", async () => {
  await consumer.write(
    "mint.js",
    `import { createMelioClient } from "@melio-platform/client";
     const melio = createMelioClient(${options()});
     const token = await melio.auth.createToken({ melioAccount: "acc_123" });
     console.log(token.accessToken);`,
  );
  const accessToken = (await consumer.node("mint.js")).trim();
  expect(mock.isValid(accessToken)).toBe(true);
});

test("it can be required from CommonJS", async () => {
  await consumer.write(
    "mint.cjs",
    `const { createMelioClient, MelioApiError } = require("@melio-platform/client");
     const melio = createMelioClient(${options()});
     melio.auth.createToken().then((token) => {
       console.log(token.accessToken, MelioApiError.name, require("@melio-platform/client/package.json").name);
     });`,
  );
  const output = await consumer.node("--no-warnings", "mint.cjs");
  const [accessToken = "", ...rest] = output.trim().split(" ");
  expect(mock.isValid(accessToken)).toBe(true);
  expect(rest).toEqual(["MelioApiError", "@melio-platform/client"]);
});

test("two copies of the package know each other's errors by isMelioError", async () => {
  await consumer.write(
    "copies.js",
    `import { cpSync, realpathSync } from "node:fs";
     import { createMelioClient, isMelioError } from "@melio-platform/client";
     const dist = new URL(".", import.meta.resolve("@melio-platform/client"));
     const copy = new URL("../../copy/", "file://" + realpathSync(dist) + "/");
     cpSync(dist, copy, { recursive: true });
     const other = await import(new URL("index.js", copy));
     let error;
     try { createMelioClient({ apiKey: "\\n" }); } catch (thrown) { error = thrown; }
     console.log(error instanceof other.MelioConfigError, other.isMelioError(error), isMelioError(error));`,
  );
  expect(await consumer.node("copies.js")).toBe("false true true\n");
});

test("the tarball holds what is run, its types and its papers, no source, test or map", async () => {
  const files = await consumer.files("@melio-platform/client");
  const outside = files.filter((file) => !file.startsWith("dist/"));
  expect(outside.sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  const inside = files.filter((file) => file.startsWith("dist/"));
  expect(inside.filter((file) => !/\.(js|d\.ts)$/.test(file))).toEqual([]);
  expect(inside.filter((file) => /test|src|\.map$/.test(file))).toEqual([]);
  expect(inside).toEqual(
    expect.arrayContaining(["dist/index.js", "dist/index.d.ts"]),
  );
});

test("its one dependency is openapi-fetch, and no script runs when it is installed", async () => {
  const manifest = await consumer.manifest("@melio-platform/client");
  expect(Object.keys(manifest.dependencies ?? {})).toEqual(["openapi-fetch"]);
  expect(manifest.peerDependencies ?? {}).toEqual({});
  const hooks = Object.keys(manifest.scripts ?? {}).filter((name) =>
    /install|prepare/.test(name),
  );
  expect(hooks).toEqual([]);
});
