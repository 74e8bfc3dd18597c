import {
  dereference,
  type IHttpRequest,
  type Operation,
  readOperations,
  route,
} from "./prism-library.js";

export type { Operation } from "./prism-library.js";

/** Reads an OpenAPI document, its references resolved. An object is not changed. */
export function readDocument(spec: string | object): Promise<object> {
  return dereference(typeof spec === "string" ? spec : structuredClone(spec));
}

/** Turns an OpenAPI document into Prism's operations. The document itself is not changed. */
export async function loadOperations(document: object): Promise<Operation[]> {
  const operations = await readOperations(structuredClone(document));
  for (const operation of operations) {
    // Prism would call the URLs that a request names; a mock for tests sends nothing by itself.
    delete operation.callbacks;
    for (const { contents = [] } of operation.responses) {
      for (const content of contents) putSchemaExampleLast(content);
    }
  }
  return operations;
}

/**
 * Prism answers with the first example, and lists a schema's own (under the key `default`) before those
 * of the response. All errors share a schema, so each status would answer with the same example.
 */
function putSchemaExampleLast(content: { examples?: { key: string }[] }): void {
  content.examples?.sort(
    (a, b) => Number(a.key === "default") - Number(b.key === "default"),
  );
}

/** The operation that a request goes to, if there is one. */
export function findOperation(
  operations: Operation[],
  method: string,
  path: string,
): Operation | undefined {
  const routed = route({
    resources: operations,
    input: { method: method as IHttpRequest["method"], url: { path } },
  });
  return routed._tag === "Right" ? routed.right : undefined;
}

/** The methods, in upper case, that the operations have at a path. */
export function methodsAt(operations: Operation[], path: string): string[] {
  const methods = new Set(operations.map((operation) => operation.method));
  return [...methods]
    .filter((method) => findOperation(operations, method, path))
    .map((method) => method.toUpperCase());
}
