import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { startMockServer } from "@melio-platform/mock-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { growWorkspace } from "./grow-workspace.js";

let grown: Awaited<ReturnType<typeof growWorkspace>>;
beforeAll(async () => {
  grown = await growWorkspace();
}, 60_000);
afterAll(() => grown.remove());

const tsc = (file: string) =>
  promisify(execFile)(
    join(grown.client, "node_modules/.bin/tsc"),
    [
      "--ignoreConfig",
      "--strict",
      "--exactOptionalPropertyTypes",
      "--module",
      "node16",
      "--target",
      "es2022",
      "--types",
      "node",
      file,
    ],
    { cwd: grown.client },
  );

const use = `
import { createMelioClient, type operations } from "@melio-platform/client";

export async function addNote(baseUrl: string) {
  const melio = createMelioClient({ apiKey: "sk_test_key", baseUrl });
  const { data, error, response } = await melio.http.POST("/accounts/{accountId}/notes", {
    params: { path: { accountId: "acc_123" }, query: { label: ["a", "b"] } },
    body: { text: "Call back" },
  });
  if (!data) throw new Error(\`\${response.status} \${error?.error.message}\`);
  const pinned: boolean = data.pinned;
  const id: operations["postAccountNote"]["responses"][201]["content"]["application/json"]["id"] = data.id;
  return { id, pinned, status: response.status };
}
`;

test("an operation added to openapi.yaml alone is typed, callable and mocked", async () => {
  const file = join(grown.client, "use.mts");
  await writeFile(file, use);
  await tsc(file);

  await using mock = await startMockServer({ port: 0, spec: grown.spec });
  const { addNote } = await import(file.replace(".mts", ".mjs"));
  expect(await addNote(mock.baseUrl)).toEqual({
    id: "note_1",
    pinned: false,
    status: 201,
  });
  expect(mock.violations()).toEqual([]);
});

test("a wrong use of it does not compile", async () => {
  const file = join(grown.client, "wrong.mts");
  await writeFile(
    file,
    use
      .replace('text: "Call back"', "text: 42")
      .replace("pinned: boolean", "pinned: string"),
  );
  const { stdout } = await tsc(file).catch((failure) => failure);
  expect(stdout).toContain("Type 'number' is not assignable to type 'string'");
  expect(stdout).toContain("Type 'boolean' is not assignable to type 'string'");
});
