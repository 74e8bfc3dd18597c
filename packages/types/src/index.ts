import type { components } from "./schema.js";

export type { components, operations, paths } from "./schema.js";

type Schemas = components["schemas"];
type Token = Schemas["PostAuthResponseData"];
type ErrorObject = Schemas["Error"];

// Interfaces, so that an editor shows them by their names.

/** A minted access token: the `data` of {@link PostAuthResponse}. */
export interface AuthToken extends Token {}
/** The `error` of an {@link ErrorResponse}; Melio calls it `Error`. */
export interface ErrorDetails extends ErrorObject {}

/** The body of a successful `POST /auth/token`. */
export type PostAuthResponse = Schemas["PostAuthResponse"];
/** The same as {@link AuthToken}, by the name that Melio gives it. */
export type PostAuthResponseData = Schemas["PostAuthResponseData"];
/** The body of every failure. */
export type ErrorResponse = Schemas["ErrorResponse"];
