import type { Violation } from "../messages.js";

/** Anything in a document: an object, an array or a value. */
type Node = Readonly<Record<string, unknown>> | undefined;

/** A place in a document, and how it is written as a JSON pointer. */
export interface Place {
  readonly node: Node;
  readonly pointer: string;
}

/** Makes the function that goes one step down, through references; `undefined` if nothing is there. */
export function walker(document: object) {
  const root: Place = { node: document as Node, pointer: "#" };

  function down(place: Place | undefined, key: string): Place | undefined {
    const child = place?.node?.[key];
    if (place === undefined || typeof child !== "object" || child === null)
      return undefined;
    const node = child as Node;
    const reference = node?.["$ref"];
    if (typeof reference === "string") return at(reference);
    const name = key.replaceAll("~", "~0").replaceAll("/", "~1");
    return { node, pointer: `${place.pointer}/${name}` };
  }

  function at(reference: string): Place | undefined {
    return reference
      .replace(/^#\//, "")
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<Place | undefined>(down, root);
  }

  return { root, down };
}

type Down = ReturnType<typeof walker>["down"];

/** A schema, and those that it is composed of by `allOf`, `anyOf` and `oneOf`, at any depth. */
export function composedOf(down: Down, schema: Place): Place[] {
  const found = [schema];
  // It grows while it is read. Each is taken once, since schemas may refer to each other.
  for (const place of found) {
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      const list = down(place, keyword);
      for (const index of Object.keys(list?.node ?? {})) {
        const member = down(list, index);
        const isNew = !found.some(({ node }) => node === member?.node);
        if (member !== undefined && isNew) found.push(member);
      }
    }
  }
  return found;
}

/**
 * Where in an OpenAPI document a response's violation has its rule, as a JSON pointer (RFC 6901).
 *
 * @param document - With its references, so that the pointer names the place where the rule is written.
 */
export function pointerTo(
  document: object,
  operation: OperationName,
  status: number,
  { location, code }: Violation,
): string {
  const { root, down } = walker(document);
  const responses = responsesPlace(root, down, operation);
  const response = responsePlace(down, responses, status);
  if (response === undefined) return responses?.pointer ?? "#";
  const [, part, ...path] = location;
  if (part === "header") return headerPointer(down, response, path[0]);
  if (part !== "body")
    return down(response, "content")?.pointer ?? response.pointer;

  let place = firstSchema(down, response) ?? response;
  for (const key of path) {
    const next = composedOf(down, place)
      .map((part) => down(down(part, "properties"), key) ?? down(part, "items"))
      .find((part) => part !== undefined);
    if (next === undefined) break;
    place = next;
  }
  // `required`, `format`, `type`: the schema has the rule under the same name.
  const ruling = composedOf(down, place).find(
    ({ node }) => node?.[code] !== undefined,
  );
  return ruling === undefined ? place.pointer : `${ruling.pointer}/${code}`;
}

interface OperationName {
  readonly path: string;
  readonly method: string;
}

function responsesPlace(
  root: Place,
  down: Down,
  { path, method }: OperationName,
): Place | undefined {
  return ["paths", path, method, "responses"].reduce<Place | undefined>(
    down,
    root,
  );
}

function responsePlace(
  down: Down,
  responses: Place | undefined,
  status: number,
): Place | undefined {
  return down(responses, String(status)) ?? down(responses, "default");
}

/** Where the schema of a response is; `undefined` if it has none. */
export function schemaPlace(
  root: Place,
  down: Down,
  operation: OperationName,
  status: number,
): Place | undefined {
  const responses = responsesPlace(root, down, operation);
  const response = responsePlace(down, responses, status);
  return response && firstSchema(down, response);
}

function firstSchema(down: Down, response: Place): Place | undefined {
  const content = down(response, "content");
  const mediaType = Object.keys(content?.node ?? {})[0];
  return mediaType === undefined
    ? undefined
    : down(down(content, mediaType), "schema");
}

function headerPointer(
  down: Down,
  response: Place,
  name: string | undefined,
): string {
  const headers = down(response, "headers");
  const key = Object.keys(headers?.node ?? {}).find(
    (candidate) => candidate.toLowerCase() === name,
  );
  return (
    (key && down(headers, key)?.pointer) ?? headers?.pointer ?? response.pointer
  );
}
