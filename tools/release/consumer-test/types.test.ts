import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compilations } from "./compilations.js";
import { type Consumer, createConsumer, strictConfig } from "./consumer.js";

let consumer: Consumer;
beforeAll(async () => {
  consumer = await createConsumer("packages/types");
});
afterAll(() => consumer.remove());

const tsconfig = (settings: object) => strictConfig({ ...settings, types: [] });

test.for(compilations)(
  "the types compile with $compiler, $settings.moduleResolution",
  async ({ compiler, settings }) => {
    // The expected errors show that the types are not any, as an unresolved import would be.
    await consumer.write(
      "consumer.ts",
      `import type { AuthToken, ErrorResponse, operations, paths } from "@melio-platform/types";
       export const token: AuthToken = { accessToken: "a", expiresAt: "2031-05-14T10:15:30Z", refreshToken: "r" };
       export const body: ErrorResponse = { error: { code: "forbidden", message: "No.", data: null } };
       export type Create = paths["/auth/token"]["post"];
       export const create: Create extends operations["postAuthToken"] ? true : never = true;
       // @ts-expect-error
       export const expiresAt: AuthToken["expiresAt"] = 1;
       // @ts-expect-error
       export const incomplete: ErrorResponse = { error: { code: "forbidden" } };
      `,
    );
    expect(await consumer.compile(compiler, tsconfig(settings))).toBe("");
  },
);

test("the README's example compiles", async () => {
  const readme = await readFile(
    new URL("../../../packages/types/README.md", import.meta.url),
    "utf8",
  );
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? "";
  expect(example).toContain('from "@melio-platform/types"');
  await consumer.write("consumer.ts", example);
  const settings = { module: "nodenext", moduleResolution: "nodenext" };
  expect(await consumer.compile("typescript", tsconfig(settings))).toBe("");
});

test.for(compilations)(
  "a wrong use does not compile with $compiler, $settings.moduleResolution",
  async ({ compiler, settings }) => {
    await consumer.write(
      "consumer.ts",
      `import type { AuthToken } from "@melio-platform/types";
       export const token: AuthToken = { accessToken: "a" };
      `,
    );
    expect(await consumer.compile(compiler, tsconfig(settings))).toContain(
      "consumer.ts(2,",
    );
  },
);
