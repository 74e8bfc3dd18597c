import { afterAll, beforeAll, expect, test } from "vitest";
import { type Consumer, createConsumer } from "./consumer.js";

let consumer: Consumer;
beforeAll(async () => {
  consumer = await createConsumer("spec");
});
afterAll(() => consumer.remove());

test("the description can be imported as JSON", async () => {
  const imported = await consumer.node(
    "--no-warnings",
    "--input-type=module",
    "--eval",
    `import openapi from "@melio-platform/spec/openapi.json" with { type: "json" };
     console.log(openapi.openapi, openapi.paths["/auth/token"].post.operationId);`,
  );
  expect(imported).toBe("3.1.0 postAuthToken\n");
});

test.for(["openapi.yaml", "auth-token.arazzo.yaml", "package.json"])(
  "%s is found by its address in the package",
  async (name) => {
    const found = await consumer.node(
      "--input-type=module",
      "--eval",
      `import { readFileSync } from "node:fs";
       const address = import.meta.resolve("@melio-platform/spec/${name}");
       console.log(readFileSync(new URL(address), "utf8").length > 0);`,
    );
    expect(found).toBe("true\n");
  },
);
