import { fileURLToPath } from "node:url";
import { startMockServer } from "@melio-platform/mock-server";
import { afterAll, describe, expect, test } from "vitest";
import { findResponseViolations } from "../src/prism/prism.js";
import { loadSpec } from "../src/prism/spec.js";
import { createCaller } from "./support/caller.js";

const { operations, contract } = await loadSpec(
  fileURLToPath(import.meta.resolve("@melio-platform/spec/openapi.json")),
);

type Operation = (typeof operations)[number];

interface Example {
  name: string;
  operation: Operation;
  status: number;
  value: unknown;
}

const examples: Example[] = operations.flatMap((operation) =>
  operation.responses.flatMap(({ code, contents }) =>
    (contents ?? []).flatMap((content) =>
      (content.examples ?? [])
        // Prism's name for a schema's own example, which no request can ask for beside these.
        .filter(({ key }) => key !== "default")
        .map((example) => ({
          name: example.key,
          operation,
          status: code === "default" ? 418 : Number(code),
          value: givenBy(example),
        })),
    ),
  ),
);

/** What the operation's own examples ask with. */
function requestOf({ method, path, request }: Operation, baseUrl: string) {
  const [content] = request?.body?.contents ?? [];
  const body = givenBy(content?.examples?.[0]);
  return {
    url:
      baseUrl +
      path.replace(/\{(\w+)\}/g, (_, name) => {
        const parameter = request?.path?.find((item) => item.name === name);
        return String(givenBy(parameter?.examples?.[0]) ?? "any");
      }),
    method: method.toUpperCase(),
    ...(content && {
      type: content.mediaType,
      body: JSON.stringify(body),
    }),
  };
}

function givenBy(example: object | undefined): unknown {
  return example && "value" in example ? example.value : undefined;
}

describe("every example of the description", async () => {
  const mock = await startMockServer();
  afterAll(() => mock.close());
  const call = createCaller(mock.baseUrl);

  test("is found here", () => {
    const described = operations.flatMap((operation) => operation.responses);
    const bare = described.filter(({ contents = [] }) =>
      contents.some((content) => (content.examples ?? []).length === 0),
    );
    expect(bare).toEqual([]);
    expect(examples.length).toBeGreaterThan(0);
  });

  test.each(examples)(
    "$name of $status is served as it stands, and keeps the contract",
    async ({ name, operation, status, value }) => {
      const { type, ...request } = requestOf(operation, mock.baseUrl);
      const answer = await call({
        ...request,
        headers: {
          "Content-Type": type,
          Prefer: `code=${status}, example=${name}`,
        },
      });
      expect(answer).toMatchObject({ status, body: value });
      expect(
        findResponseViolations(operation, {
          status,
          headers: Object.fromEntries(answer.headers),
          body: answer.body,
        }),
      ).toEqual([]);
      expect(mock.violations()).toEqual([]);
    },
  );

  test("has the code that errors of its status have", () => {
    expect(contract.errorCodes[400]).toBe("missing_idempotency_key");
  });
});
