import { type MockServer, startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createProject, type Project } from "./support/project.js";

const release = inject("release");
let project: Project;
let mock: MockServer;
beforeAll(async () => {
  [project, mock] = await Promise.all([
    createProject("pnpm", release, release.published),
    startMockServer(),
  ]);
});
afterAll(() => Promise.all([project.remove(), mock.close()]));

const options = () =>
  JSON.stringify({ apiKey: "sk_test_key", baseUrl: mock.baseUrl });
const node = (...args: string[]) => project.run(process.execPath, ...args);

test("the client can be required from CommonJS", async () => {
  await project.write(
    "mint.cjs",
    `const { createMelioClient, MelioApiError } = require("@melio-platform/client");
     const melio = createMelioClient(${options()});
     melio.auth.createToken().then((token) => {
       console.log(token.accessToken, MelioApiError.name, require("@melio-platform/client/package.json").name);
     });`,
  );
  const output = await node("--no-warnings", "mint.cjs");
  const [accessToken = "", ...rest] = output.trim().split(" ");
  expect(mock.isValid(accessToken)).toBe(true);
  expect(rest).toEqual(["MelioApiError", "@melio-platform/client"]);
});

test("two copies of the client know each other's errors by isMelioError", async () => {
  await project.write(
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
  expect(await node("copies.js")).toBe("false true true\n");
});

test("the entry points bring a token from the cache to the page's fetch", async () => {
  await project.write(
    "way.js",
    `import { createMelioClient } from "@melio-platform/client";
     import { createTokenSource } from "@melio-platform/client/browser";
     import { createTokenCache } from "@melio-platform/client/cache";
     import { createTokenHandler } from "@melio-platform/client/handler";
     const melio = createMelioClient(${options()});
     const store = new Map(); // shows that cache and client are of one copy
     const handle = createTokenHandler({
       tokens: createTokenCache({ melio, store }),
       authorize: () => "acc_123",
     });
     const source = createTokenSource({
       endpoint: "https://shop.example/melio/token",
       fetch: (input, init) => handle(new Request(input, init)),
     });
     console.log(await source.getToken());`,
  );
  expect(mock.isValid((await node("way.js")).trim())).toBe(true);
});

test("the description can be imported as JSON", async () => {
  const imported = await node(
    "--no-warnings",
    "--input-type=module",
    "--eval",
    `import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
     console.log(openapi.openapi, openapi.paths["/auth/token"].post.operationId);`,
  );
  expect(imported).toBe("3.1.0 postAuthToken\n");
});

test.for(["openapi.yaml", "auth-token.arazzo.yaml", "package.json"])(
  "%s of the spec is found by its address in the package",
  async (name) => {
    const found = await node(
      "--input-type=module",
      "--eval",
      `import { readFileSync } from "node:fs";
       const address = import.meta.resolve("@melio-platform/spec/${name}");
       console.log(readFileSync(new URL(address), "utf8").length > 0);`,
    );
    expect(found).toBe("true\n");
  },
);
