import type { Violation } from "../contract/violation.js";

/** Anything in a document: an object, an array or a value. */
type Node = Readonly<Record<string, unknown>> | undefined;

/** A place in a document that may hold references, walked to step by step. */
class Place {
  constructor(
    private readonly document: Node,
    readonly node: Node = document,
    readonly pointer = "#",
  ) {}

  /** One step down, through references; `undefined` if there is no such place. */
  down(key: string): Place | undefined {
    const child = this.node?.[key];
    if (typeof child !== "object" || child === null) return undefined;
    const pointer = `${this.pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const place = new Place(this.document, child as Node, pointer);
    const reference = place.node?.["$ref"];
    return typeof reference === "string" ? this.at(reference) : place;
  }

  private at(reference: string): Place | undefined {
    return reference
      .replace(/^#\//, "")
      .split("/")
      .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<Place | undefined>(
        (place, key) => place?.down(key),
        new Place(this.document),
      );
  }
}

/**
 * Where in an OpenAPI document a response's violation has its rule, as a JSON pointer (RFC 6901).
 *
 * @param document - With its references, so that the pointer names the place where the rule is written.
 */
export function pointerTo(
  document: object,
  operation: { readonly path: string; readonly method: string },
  status: number,
  { location, code }: Violation,
): string {
  const responses = [
    "paths",
    operation.path,
    operation.method,
    "responses",
  ].reduce<Place | undefined>(
    (place, key) => place?.down(key),
    new Place(document as Node),
  );
  const response =
    responses?.down(String(status)) ?? responses?.down("default");
  if (response === undefined) return responses?.pointer ?? "#";
  const [, part, ...path] = location;
  if (part === "header") return headerPointer(response, path[0]);
  if (part !== "body")
    return response.down("content")?.pointer ?? response.pointer;

  let place = firstSchema(response) ?? response;
  for (const key of path) {
    const next = place.down("properties")?.down(key) ?? place.down("items");
    if (next === undefined) break;
    place = next;
  }
  // `required`, `format`, `type`: the rule stands in the schema under its own name.
  return place.node?.[code] === undefined
    ? place.pointer
    : `${place.pointer}/${code}`;
}

function firstSchema(response: Place): Place | undefined {
  const content = response.down("content");
  const mediaType = Object.keys(content?.node ?? {})[0];
  return mediaType === undefined
    ? undefined
    : content?.down(mediaType)?.down("schema");
}

function headerPointer(response: Place, name: string | undefined): string {
  const headers = response.down("headers");
  const key = Object.keys(headers?.node ?? {}).find(
    (candidate) => candidate.toLowerCase() === name,
  );
  return (
    (key && headers?.down(key)?.pointer) ?? headers?.pointer ?? response.pointer
  );
}
