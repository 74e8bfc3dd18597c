import { parsePrefer } from "./prism-library.js";

/** The preferences of a request in `Prefer` (RFC 7240), with Prism's names. */
export interface Preference {
  /** `Prefer: code=503`: the status to answer a valid request with. */
  readonly code?: number;
  /**
   * `Prefer: code=429, example=rateLimited`: the name of the spec's example to respond with. Without a code,
   * it is looked up among the examples for the status 200.
   */
  readonly exampleKey?: string;
}

/** Why a preference is refused, and where it stands. */
export interface WrongPreference {
  readonly place: "header.prefer" | `query.__${string}`;
  readonly message: string;
}

const none: Preference = Object.freeze({});

/** The same preferences as query parameters, as in Prism: `?__code=503`. */
export const preferenceParameters = ["__code", "__example", "__dynamic"];

/** Where the preference comes from: the header overrides the query, as in Prism. */
export function placeOfPreference(
  header: string | undefined,
  query: Readonly<Record<string, unknown>>,
): WrongPreference["place"] {
  if (header !== undefined && Object.keys(readHeader(header)).length > 0)
    return "header.prefer";
  const name = preferenceParameters.find((name) => query[name] !== undefined);
  return name === undefined ? "header.prefer" : (`query.${name}` as never);
}

/** Reads the preference of a request. */
export function readPreference(
  header: string | undefined,
  query: Readonly<Record<string, string | string[]>>,
): Preference | WrongPreference {
  const stated = header === undefined ? {} : readHeader(header);
  if (Object.keys(stated).length > 0)
    return check(stated, "Prefer: ", () => "header.prefer");
  const inQuery: Stated = {};
  for (const parameter of preferenceParameters) {
    const value = query[parameter];
    if (value !== undefined) inQuery[nameOf(parameter)] = value;
  }
  return Object.keys(inQuery).length === 0
    ? none
    : check(inQuery, "?__", (name) => `query.__${name}`);
}

type Stated = Partial<Record<"code" | "example" | "dynamic", unknown>>;

function readHeader(header: string): Stated {
  const { code, example, dynamic } = parsePrefer(header);
  return {
    ...(code !== undefined && { code }),
    ...(example !== undefined && { example }),
    ...(dynamic !== undefined && { dynamic }),
  };
}

const nameOf = (parameter: string) => parameter.slice(2) as keyof Stated;

function check(
  { code, example, dynamic }: Stated,
  prefix: string,
  placeOf: (name: keyof Stated) => WrongPreference["place"],
): Preference | WrongPreference {
  if (dynamic !== undefined && dynamic !== "false") {
    return {
      place: placeOf("dynamic"),
      message: `${prefix}dynamic is not supported. This server has no data generator, and responds with the examples of the spec. Choose one with its status, such as Prefer: code=429, example=rateLimited.`,
    };
  }
  if (code !== undefined && !/^[2-5]\d\d$/.test(String(code))) {
    const wrong =
      code === true
        ? "code has no value"
        : `code=${code} is not a valid status`;
    return {
      place: placeOf("code"),
      message: `${prefix}${wrong}. Expected 200 to 599, for example Prefer: code=503.`,
    };
  }
  if (example !== undefined && (typeof example !== "string" || !example)) {
    return {
      place: placeOf("example"),
      message: `${prefix}example has no value. Expected the name of an example, such as Prefer: code=429, example=rateLimited.`,
    };
  }
  return {
    ...(code !== undefined && { code: Number(code) }),
    ...(example !== undefined && { exampleKey: example as string }),
  };
}
