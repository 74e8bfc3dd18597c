import { readFile } from "node:fs/promises";
import { MockServerConfigError } from "../config-error.js";
import {
  loadOperations,
  type Operation,
  readDocument,
} from "../prism/operations.js";
import { type Contract, readContract } from "./contract.js";

/** An OpenAPI document, ready to be served. */
export interface LoadedSpec {
  readonly operations: Operation[];
  readonly contract: Contract;
}

const prepared = new URL("../spec/prepared.json", import.meta.url);
let loadedDefault: Promise<LoadedSpec> | undefined;

/**
 * Loads the document of the package `@melio-platform/spec`, as prepared by the build, or another: a path
 * of a JSON or YAML file, or the document as an object.
 */
export async function loadSpec(
  spec: string | object | undefined,
): Promise<LoadedSpec> {
  if (spec !== undefined) return prepareSpec(spec);
  // Servers of one process share what is never changed.
  loadedDefault ??= readFile(prepared, "utf8").then(
    (text) => JSON.parse(text) as LoadedSpec,
  );
  return loadedDefault;
}

/** What {@link loadSpec} does with a document of the caller's, and the build with the default one. */
export async function prepareSpec(spec: string | object): Promise<LoadedSpec> {
  let document: object;
  try {
    document = await readDocument(spec);
  } catch (cause) {
    // A parser's message has several lines.
    const reason = (cause as Error).message.replace(/\s+/g, " ").trim();
    throw new MockServerConfigError(
      `spec: cannot read ${typeof spec === "string" ? spec : "the document"}: ${reason.replace(/\.$/, "")}. Expected an OpenAPI 3 document, or the path of one in JSON or YAML.`,
      { cause },
    );
  }
  if (!/^3\./.test(String((document as { openapi?: unknown }).openapi))) {
    throw new MockServerConfigError(
      "spec: not an OpenAPI 3 document. Expected an object with `openapi: 3.x`; other versions are not supported.",
    );
  }
  const operations = await loadOperations(document);
  return { operations, contract: readContract(document) };
}
