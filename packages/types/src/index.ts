import type { components } from "./schema.js";

export type { components, operations, paths } from "./schema.js";

type Schemas = components["schemas"];

/** A minted access token: the `data` of {@link PostAuthResponse}. */
export type AuthToken = Schemas["PostAuthResponseData"];
/** The body of a successful `POST /auth/token`. */
export type PostAuthResponse = Schemas["PostAuthResponse"];
/** The same as {@link AuthToken}, by the name that upstream gives it. */
export type PostAuthResponseData = Schemas["PostAuthResponseData"];
/** The body of every failure. */
export type ErrorResponse = Schemas["ErrorResponse"];
/** The `error` of an {@link ErrorResponse}; upstream calls it `Error`. */
export type ErrorDetails = Schemas["Error"];
