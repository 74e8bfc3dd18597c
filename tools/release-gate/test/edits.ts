import type { Document, Scalar } from "yaml";
import type { Bump } from "../src/bump.js";

type Edit = (spec: Document) => void;

/** One edit of the real `spec/openapi.yaml`, and the bump that it asks for. */
interface Row {
  readonly name: string;
  readonly bump: Bump;
  readonly edit: Edit;
  /** What has to be there before the edit, if the spec as it is has nothing of the kind. */
  readonly before?: Edit;
  /** What `redocly diff` makes of it in one form, if that is not the same. */
  readonly redocly?: Bump;
}

const operation = ["paths", "/auth/token", "post"];
const token = ["components", "schemas", "PostAuthResponseData"];
const error = ["components", "schemas", "Error"];
const key = ["components", "parameters", "IdempotencyKey"];
const account = ["components", "parameters", "MelioAccount"];
const forbidden = ["components", "responses", "Forbidden"];
const problem = [...forbidden, "content", "application/json"];

const set =
  (path: unknown[], value: unknown): Edit =>
  (spec) =>
    spec.setIn(path, spec.createNode(value));
const add =
  (path: unknown[], value: unknown): Edit =>
  (spec) =>
    spec.addIn(path, value);
const remove =
  (path: unknown[]): Edit =>
  (spec) => {
    if (!spec.deleteIn(path)) throw new Error(`nothing at ${path.join("/")}`);
  };
const move =
  (from: unknown[], to: unknown[]): Edit =>
  (spec) => {
    const node = spec.getIn(from);
    remove(from)(spec);
    spec.setIn(to, node);
  };
const all =
  (...edits: Edit[]): Edit =>
  (spec) => {
    for (const edit of edits) edit(spec);
  };

/** Puts an alias of a node at another place, as `&name` and `*name`. */
const alias =
  (path: unknown[], of: unknown[]): Edit =>
  (spec) =>
    spec.setIn(path, spec.createAlias(spec.getIn(of, true) as Scalar, "same"));

const header = (required: boolean) => ({
  name: "Melio-Version",
  in: "header",
  required,
  description: "The version of the API.",
  schema: { type: "string", description: "A date." },
});
const text = { type: "string", description: "Some text." };
const json = (schema: object) => ({
  description: "An answer.",
  content: { "application/json": { schema } },
});
const body = (required: boolean) => ({
  required,
  content: { "application/json": { schema: { type: "object" } } },
});

const property = (name: string) => [...token, "properties", name];
const code = [...error, "properties", "code", "enum"];
const data = [...error, "properties", "data"];
/** As one schema with several types, instead of a schema for each. */
const severalTypes: Edit = (spec) =>
  spec.setIn(
    data,
    spec.createNode({
      type: ["object", "array", "null"],
      description: "Facts.",
      additionalProperties: true,
      items: { description: "A fact." },
    }),
  );
/** Properties with the names of keywords. */
const keywords: Edit = all(
  ...["type", "description", "title", "x-note"].map((name) =>
    set(property(name), { ...text }),
  ),
);
const wrapped = [
  "components",
  "schemas",
  "PostAuthResponse",
  "properties",
  "data",
];
const reference = { $ref: "#/components/schemas/PostAuthResponseData" };
const samples = [...operation, "x-codeSamples"];
const accountSchema = [...account, "schema"];

/** Grouped as one reads the spec, from the top of the document to the schemas. */
export const edits: readonly Row[] = [
  // Words
  {
    name: "changed description",
    bump: "patch",
    edit: set([...property("expiresAt"), "description"], "In other words."),
  },
  {
    name: "changed summary",
    bump: "patch",
    edit: set([...operation, "summary"], "Mint"),
  },
  {
    name: "changed example",
    bump: "patch",
    edit: set([...account, "example"], "acc_999"),
  },
  {
    name: "new named example",
    bump: "patch",
    redocly: "minor",
    edit: set([...problem, "examples", "other"], {
      summary: "Another",
      value: {},
    }),
  },
  {
    name: "changed title",
    bump: "patch",
    edit: set(["info", "title"], "The API"),
  },

  // Servers
  {
    name: "server URL change",
    bump: "major",
    edit: set(["servers", 0, "url"], "https://api2.melio.com/v1"),
  },
  { name: "removed server", bump: "major", edit: remove(["servers", 1]) },
  {
    name: "added server",
    bump: "minor",
    edit: add(["servers"], {
      url: "https://eu.melio.com/v1",
      "x-environment": "eu",
    }),
  },
  {
    name: "another default server",
    bump: "major",
    redocly: "none",
    edit: (spec) =>
      set(["servers"], (spec.toJS().servers as unknown[]).toReversed())(spec),
  },
  {
    name: "renamed environment",
    bump: "major",
    redocly: "patch",
    edit: set(["servers", 1, "x-environment"], "staging"),
  },

  {
    name: "servers of an operation alone",
    bump: "major",
    redocly: "minor",
    edit: set(
      [...operation, "servers"],
      [{ url: "https://auth.melio.com/v1" }],
    ),
  },
  {
    name: "servers of a path alone",
    bump: "major",
    redocly: "minor",
    edit: set(
      ["paths", "/auth/token", "servers"],
      [{ url: "https://auth.melio.com/v1" }],
    ),
  },
  {
    name: "another server of an operation",
    bump: "major",
    before: set(
      [...operation, "servers"],
      [{ url: "https://auth.melio.com/v1" }],
    ),
    edit: set([...operation, "servers"], [{ url: "https://a.melio.com/v1" }]),
  },

  // Written in another way
  {
    name: "edited code sample",
    bump: "patch",
    redocly: "minor",
    edit: set([...samples, 0, "source"], "createMelioClient();"),
  },
  {
    name: "another code sample",
    bump: "patch",
    redocly: "minor",
    edit: add(samples, { lang: "Go", source: "http.Post" }),
  },
  {
    name: "reordered enum",
    bump: "patch",
    redocly: "none",
    before: set(code, ["a", "b"]),
    edit: set(code, ["b", "a"]),
  },
  {
    name: "reordered required",
    bump: "patch",
    redocly: "none",
    edit: (spec) =>
      set(
        [...token, "required"],
        (
          spec.toJS().components.schemas.PostAuthResponseData
            .required as string[]
        ).toReversed(),
      )(spec),
  },
  {
    name: "a schema as an allOf of itself",
    bump: "patch",
    redocly: "none",
    edit: (spec) => set(token, { allOf: [spec.getIn(token)] })(spec),
  },
  {
    name: "a schema as an allOf of two parts",
    bump: "patch",
    redocly: "none",
    edit: (spec) => {
      const { required, properties, ...rest } =
        spec.toJS().components.schemas.PostAuthResponseData;
      const { refreshToken, ...others } = properties;
      set(token, {
        ...rest,
        allOf: [
          { properties: { refreshToken }, required: ["refreshToken"] },
          {
            properties: others,
            required: required.filter(
              (name: string) => name !== "refreshToken",
            ),
          },
        ],
      })(spec);
    },
  },
  {
    name: "a parameter moved from the operation to its path",
    bump: "patch",
    redocly: "none",
    edit: move(
      [...operation, "parameters", 1],
      ["paths", "/auth/token", "parameters", 0],
    ),
  },
  {
    name: "a parameter moved to its path, and a new optional header",
    bump: "minor",
    edit: all(
      move(
        [...operation, "parameters", 1],
        ["paths", "/auth/token", "parameters", 0],
      ),
      add([...operation, "parameters"], header(false)),
    ),
  },
  {
    name: "a schema as an allOf of itself and an optional field",
    bump: "minor",
    edit: (spec) =>
      set(token, {
        allOf: [spec.getIn(token), { properties: { scope: { ...text } } }],
      })(spec),
  },
  {
    name: "a type as a list of one",
    bump: "patch",
    redocly: "none",
    edit: set([...property("refreshToken"), "type"], ["string"]),
  },
  {
    name: "servers of an operation that are those of the document",
    bump: "patch",
    redocly: "none",
    edit: (spec) => set([...operation, "servers"], spec.toJS().servers)(spec),
  },
  {
    name: "a field that is an alias added",
    bump: "minor",
    edit: alias(property("scope"), property("accessToken")),
  },
  {
    name: "a field that is an alias removed",
    bump: "major",
    before: alias(property("scope"), property("accessToken")),
    edit: remove(property("scope")),
  },

  // Names that are keywords too
  ...["description", "title", "x-note"].map(
    (name): Row => ({
      name: `property called ${name} removed`,
      bump: "major",
      before: keywords,
      edit: remove(property(name)),
    }),
  ),
  {
    name: "property called description changes its type",
    bump: "major",
    before: keywords,
    edit: set([...property("description"), "type"], "integer"),
  },
  {
    name: "property called description in other words",
    bump: "patch",
    before: keywords,
    edit: set([...property("description"), "description"], "In other words."),
  },
  {
    name: "pattern of properties called title",
    bump: "major",
    before: set([...token, "patternProperties"], {
      type: { ...text },
      title: { ...text },
    }),
    edit: set([...token, "patternProperties", "title", "type"], "integer"),
  },
  {
    name: "property called title inside of a `not`",
    bump: "major",
    before: set([...token, "not"], {
      properties: { type: { ...text }, title: { ...text } },
    }),
    edit: remove([...token, "not", "properties", "title"]),
  },
  {
    name: "what depends on a property called title",
    bump: "minor",
    redocly: "patch",
    before: set([...token, "dependentRequired"], { title: ["scope"] }),
    edit: remove([...token, "dependentRequired", "title"]),
  },
  {
    name: "removed response header called x-trace",
    bump: "major",
    before: set([...forbidden, "headers"], {
      "x-trace": { schema: { ...text } },
    }),
    edit: remove([...forbidden, "headers", "x-trace"]),
  },
  {
    name: "new security scheme called tags",
    bump: "major",
    before: set(["components", "securitySchemes", "tags"], {
      type: "apiKey",
      in: "header",
      name: "Tags",
    }),
    edit: set([...operation, "security", 0, "tags"], []),
  },

  // Not the same, although it looks like it
  {
    name: "what stands beside a reference removed",
    bump: "major",
    before: set(wrapped, {
      ...reference,
      required: ["scope"],
      properties: { scope: { ...text } },
    }),
    edit: set(wrapped, reference),
  },
  {
    name: "words beside a reference removed",
    bump: "patch",
    before: set(wrapped, { ...reference, description: "A token." }),
    edit: set(wrapped, reference),
  },
  {
    name: "an allOf with a part that has no further keys, merged",
    bump: "major",
    before: set(token, {
      allOf: [
        { additionalProperties: false, properties: { a: { ...text } } },
        { properties: { b: { ...text } } },
      ],
    }),
    edit: set(token, {
      additionalProperties: false,
      properties: { a: { ...text }, b: { ...text } },
    }),
  },
  {
    name: "an allOf with a condition apart from what follows, merged",
    bump: "major",
    before: set(token, {
      allOf: [{ if: { required: ["a"] } }, { else: { required: ["b"] } }],
    }),
    edit: set(token, {
      if: { required: ["a"] },
      else: { required: ["b"] },
    }),
  },
  {
    name: "an allOf with a part that is never valid, removed",
    bump: "major",
    before: set([...token, "allOf"], [false]),
    edit: remove([...token, "allOf"]),
  },
  {
    name: "an allOf whose parts differ in a property called required, merged",
    bump: "major",
    before: set(token, {
      allOf: [
        { properties: { required: { ...text } } },
        { properties: { required: { ...text, minLength: 1 } } },
      ],
    }),
    edit: set(token, { properties: { required: { ...text } } }),
  },
  {
    name: "removed response code of a path that is a reference",
    bump: "major",
    before: all(
      set(["components", "pathItems"], {}),
      move(["paths", "/auth/token"], ["components", "pathItems", "Token"]),
      set(["paths", "/auth/token"], { $ref: "#/components/pathItems/Token" }),
    ),
    edit: remove([
      ...["components", "pathItems", "Token", "post", "responses", "409"],
    ]),
  },
  {
    name: "field of a schema that contains itself removed",
    bump: "major",
    before: set([...token, "properties", "parent"], {
      anyOf: [reference, { type: "null" }],
    }),
    edit: remove(property("refreshToken")),
  },

  // Security
  {
    name: "changed security",
    bump: "major",
    edit: set([...operation, "security"], [{ AccessToken: [] }]),
  },
  {
    name: "both schemes required",
    bump: "major",
    edit: set([...operation, "security"], [{ ApiKey: [], AccessToken: [] }]),
  },
  {
    name: "another scheme taken too",
    bump: "minor",
    edit: set(
      [...operation, "security"],
      [{ ApiKey: [] }, { AccessToken: [] }],
    ),
  },
  {
    name: "no security any more",
    bump: "minor",
    redocly: "patch",
    edit: set([...operation, "security"], []),
  },
  {
    name: "renamed header of the API key",
    bump: "major",
    edit: set(["components", "securitySchemes", "ApiKey", "name"], "X-Key"),
  },

  // Operations
  {
    name: "new operation",
    bump: "minor",
    edit: set(["paths", "/greeting"], {
      get: { operationId: "getGreeting", responses: { 200: json(text) } },
    }),
  },
  {
    name: "new operation on a known path",
    bump: "minor",
    edit: set(["paths", "/auth/token", "get"], {
      operationId: "getToken",
      responses: { 200: json(text) },
    }),
  },
  {
    name: "removed operation",
    bump: "major",
    edit: remove(["paths", "/auth/token"]),
  },
  {
    name: "renamed path",
    bump: "major",
    edit: move(["paths", "/auth/token"], ["paths", "/auth/tokens"]),
  },
  {
    name: "renamed operation ID",
    bump: "major",
    edit: set([...operation, "operationId"], "createToken"),
  },
  {
    name: "deprecated operation",
    bump: "minor",
    redocly: "patch",
    edit: set([...operation, "deprecated"], true),
  },
  {
    name: "deprecated response field",
    bump: "minor",
    redocly: "patch",
    edit: set([...property("refreshToken"), "deprecated"], true),
  },

  // Headers of the request
  {
    name: "new required header",
    bump: "major",
    edit: add([...operation, "parameters"], header(true)),
  },
  {
    name: "new optional header",
    bump: "minor",
    edit: add([...operation, "parameters"], header(false)),
  },
  {
    name: "removed header",
    bump: "major",
    edit: remove([...operation, "parameters", 1]),
  },
  {
    name: "renamed header",
    bump: "major",
    edit: set([...account, "name"], "Melio-Customer"),
  },
  {
    name: "header in another case",
    bump: "major",
    redocly: "patch",
    edit: set([...account, "name"], "melio-account"),
  },
  {
    name: "header became required",
    bump: "major",
    edit: set([...account, "required"], true),
  },
  {
    name: "header became optional",
    bump: "minor",
    redocly: "patch",
    edit: set([...key, "required"], false),
  },
  {
    name: "changed type of a header",
    bump: "major",
    edit: set([...accountSchema, "type"], "integer"),
  },
  {
    name: "tightened maxLength of a header",
    bump: "major",
    before: set([...accountSchema, "maxLength"], 20),
    edit: set([...accountSchema, "maxLength"], 10),
  },
  {
    name: "loosened maxLength of a header",
    bump: "minor",
    redocly: "patch",
    before: set([...accountSchema, "maxLength"], 20),
    edit: set([...accountSchema, "maxLength"], 30),
  },
  {
    name: "new pattern of a header",
    bump: "major",
    edit: set([...accountSchema, "pattern"], "^acc_"),
  },
  {
    name: "widened enum in the request",
    bump: "minor",
    redocly: "patch",
    before: set([...accountSchema, "enum"], ["a", "b"]),
    edit: set([...accountSchema, "enum"], ["a", "b", "c"]),
  },
  {
    name: "narrowed enum in the request",
    bump: "major",
    before: set([...accountSchema, "enum"], ["a", "b"]),
    edit: set([...accountSchema, "enum"], ["a"]),
  },
  {
    name: "no enum in the request any more",
    bump: "minor",
    redocly: "patch",
    before: set([...accountSchema, "enum"], ["a", "b"]),
    edit: remove([...accountSchema, "enum"]),
  },
  {
    name: "nullable in the request added",
    bump: "minor",
    redocly: "patch",
    edit: set([...accountSchema, "type"], ["string", "null"]),
  },
  {
    name: "changed default in the request",
    bump: "major",
    redocly: "patch",
    before: set([...accountSchema, "default"], "a"),
    edit: set([...accountSchema, "default"], "b"),
  },

  // Body of the request
  {
    name: "optional body added",
    bump: "minor",
    edit: set([...operation, "requestBody"], body(false)),
  },
  {
    name: "required body added",
    bump: "major",
    redocly: "minor",
    edit: set([...operation, "requestBody"], body(true)),
  },
  {
    name: "field of the request removed",
    bump: "major",
    redocly: "patch",
    before: set([...operation, "requestBody"], {
      content: {
        "application/json": {
          schema: { type: "object", properties: { note: text } },
        },
      },
    }),
    edit: set([...operation, "requestBody"], {
      content: {
        "application/json": { schema: { type: "object", properties: {} } },
      },
    }),
  },

  // Responses
  {
    name: "removed response code",
    bump: "major",
    edit: remove([...operation, "responses", "409"]),
  },
  {
    name: "added response code",
    bump: "minor",
    edit: set([...operation, "responses", "402"], {
      $ref: "#/components/responses/Forbidden",
    }),
  },
  {
    name: "added success of the same shape",
    bump: "minor",
    edit: set([...operation, "responses", "202"], {
      $ref: "#/components/responses/AccessToken",
    }),
  },
  {
    name: "added success of another shape",
    bump: "major",
    redocly: "minor",
    edit: set([...operation, "responses", "202"], json(text)),
  },
  {
    name: "added success without a body",
    bump: "major",
    redocly: "minor",
    edit: set([...operation, "responses", "204"], { description: "Nothing." }),
  },
  {
    name: "added failure of another shape",
    bump: "major",
    redocly: "minor",
    edit: set([...operation, "responses", "402"], json(text)),
  },
  { name: "removed media type", bump: "major", edit: remove(problem) },
  {
    name: "added media type",
    bump: "major",
    redocly: "minor",
    edit: set([...forbidden, "content", "text/plain"], { schema: text }),
  },
  {
    name: "removed schema of a body",
    bump: "major",
    redocly: "patch",
    edit: remove([...problem, "schema"]),
  },
  {
    name: "added response header",
    bump: "minor",
    edit: set([...forbidden, "headers"], { "X-Trace": { schema: text } }),
  },
  {
    name: "removed response header",
    bump: "major",
    edit: remove(["components", "responses", "TooManyRequests", "headers"]),
  },
  {
    name: "response header became optional",
    bump: "major",
    redocly: "patch",
    before: set(["components", "headers", "RetryAfter", "required"], true),
    edit: set(["components", "headers", "RetryAfter", "required"], false),
  },

  // Fields of a response
  {
    name: "removed response field",
    bump: "major",
    edit: all(
      remove(property("refreshToken")),
      set([...token, "required"], ["accessToken", "expiresAt"]),
    ),
  },
  {
    name: "optional response field added",
    bump: "minor",
    edit: set(property("scope"), text),
  },
  {
    name: "required response field added",
    bump: "minor",
    edit: all(
      set(property("scope"), text),
      add([...token, "required"], "scope"),
    ),
  },
  {
    name: "required response field became optional",
    bump: "major",
    edit: set([...token, "required"], ["accessToken", "expiresAt"]),
  },
  {
    name: "optional response field became required",
    bump: "minor",
    redocly: "patch",
    edit: add([...error, "required"], "data"),
  },
  {
    name: "changed type of a response field",
    bump: "major",
    edit: set([...property("refreshToken"), "type"], "integer"),
  },
  {
    name: "nullable in a response added",
    bump: "major",
    edit: set([...property("refreshToken"), "type"], ["string", "null"]),
  },
  {
    name: "nullable in a response removed",
    bump: "minor",
    redocly: "patch",
    before: severalTypes,
    edit: set([...data, "type"], ["object", "array"]),
  },
  {
    name: "fewer types of a response field",
    bump: "major",
    redocly: "patch",
    before: severalTypes,
    edit: set([...data, "type"], ["object", "null"]),
  },
  {
    name: "widened enum in a response",
    bump: "major",
    before: set(code, ["a", "b"]),
    edit: set(code, ["a", "b", "c"]),
  },
  {
    name: "narrowed enum in a response",
    bump: "major",
    redocly: "patch",
    before: set(code, ["a", "b"]),
    edit: set(code, ["a"]),
  },
  {
    name: "a response field that is only sent",
    bump: "major",
    redocly: "patch",
    edit: set([...property("refreshToken"), "writeOnly"], true),
  },
  {
    name: "another object in a response",
    bump: "major",
    before: set(data, { const: { reason: "a" } }),
    edit: set(data, { const: { reason: "b" } }),
  },
  {
    name: "loosened minLength of a response field",
    bump: "major",
    edit: remove([...property("accessToken"), "minLength"]),
  },
  {
    name: "tightened minLength of a response field",
    bump: "minor",
    redocly: "patch",
    edit: set([...property("accessToken"), "minLength"], 20),
  },
  {
    name: "no further keys in a response field",
    bump: "major",
    redocly: "patch",
    before: severalTypes,
    edit: set([...data, "additionalProperties"], false),
  },

  // Components, which the types have by name
  {
    name: "new schema that nothing uses",
    bump: "minor",
    redocly: "patch",
    edit: set(["components", "schemas", "Greeting"], text),
  },
  {
    name: "renamed schema",
    bump: "major",
    redocly: "patch",
    edit: all(
      move(token, ["components", "schemas", "Token"]),
      set(
        [
          "components",
          "schemas",
          "PostAuthResponse",
          "properties",
          "data",
          "$ref",
        ],
        "#/components/schemas/Token",
      ),
    ),
  },
  {
    name: "renamed response component",
    bump: "major",
    redocly: "patch",
    edit: all(
      move(forbidden, ["components", "responses", "NotAllowed"]),
      set(
        [...operation, "responses", "403", "$ref"],
        "#/components/responses/NotAllowed",
      ),
    ),
  },
  {
    name: "renamed parameter component",
    bump: "major",
    redocly: "patch",
    edit: all(
      move(account, ["components", "parameters", "Account"]),
      set(
        [...operation, "parameters", 1, "$ref"],
        "#/components/parameters/Account",
      ),
    ),
  },
];
