import { inspect } from "node:util";

/**
 * Where a value shows one of the secrets: in what `console.log` and `JSON.stringify` make of it, in
 * its own and inherited properties, symbols and getters among them, and in all that these hold.
 */
export function findSecrets(value: unknown, secrets: string[]): string[] {
  const places: string[] = [];
  const needles = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ]);
  const look = (text: unknown, place: string) => {
    if (typeof text === "string" && needles.some((n) => text.includes(n)))
      places.push(place);
  };
  const seen = new Set<unknown>();
  const walk = (at: unknown, place: string) => {
    look(at, place);
    if (Object(at) !== at || seen.has(at)) return;
    seen.add(at);
    if (at instanceof Headers)
      for (const [name, text] of at) look(text, `${place}[${name}]`);
    for (let o = at as object; o; o = Object.getPrototypeOf(o)) {
      for (const key of Reflect.ownKeys(o)) {
        look(String(key), `${place} has a key`);
        walk(read(at as object, key), `${place}.${String(key)}`);
      }
    }
  };
  walk(value, "value");
  look(String(value), "String");
  look(inspect(value), "console.log");
  look(inspect(value, everything), "inspect");
  look(stringify(value), "JSON");
  return places;
}

const everything = {
  depth: Number.POSITIVE_INFINITY,
  maxArrayLength: Number.POSITIVE_INFINITY,
  maxStringLength: Number.POSITIVE_INFINITY,
  showHidden: true,
  getters: true,
};

/** Some getters of built-in classes throw when read; those hold nothing. */
function read(object: object, key: string | symbol): unknown {
  try {
    return Reflect.get(object, key);
  } catch {
    return undefined;
  }
}

/** With every own property of an error, as loggers do; cycles are left out. */
function stringify(value: unknown): string | undefined {
  const seen = new Set<unknown>();
  return JSON.stringify(value, (_, at) => {
    if (Object(at) !== at) return typeof at === "bigint" ? `${at}` : at;
    if (seen.has(at)) return undefined;
    seen.add(at);
    return at instanceof Error
      ? { ...at, message: at.message, stack: at.stack, cause: at.cause }
      : at;
  });
}
