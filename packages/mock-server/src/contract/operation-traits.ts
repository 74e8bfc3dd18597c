import type { Operation } from "../prism/operations.js";
import type { Contract } from "./contract.js";

/** What the mock needs to know of an operation beside Prism's verdict. */
export interface OperationTraits {
  readonly takesIdempotencyKey: boolean;
  readonly takesAccessToken: boolean;
  readonly describesBadRequest: boolean;
  /** Lower-case names of optional headers that, if they are there, must not be empty. */
  readonly neverEmptyHeaders: readonly string[];
  /** The credentials that it takes, for a person: `API-Key header`. */
  readonly credentials: readonly string[];
}

/** Makes the function that looks these up, once per operation. */
export function createTraitsOf(
  contract: Contract,
): (operation: Operation) => OperationTraits {
  const known = new WeakMap<Operation, OperationTraits>();
  return (operation) => {
    let traits = known.get(operation);
    if (traits === undefined) {
      traits = {
        takesIdempotencyKey:
          operation.request?.headers?.some(
            ({ name }) =>
              name.toLowerCase() === contract.headers.idempotencyKey,
          ) ?? false,
        takesAccessToken:
          operation.security
            ?.flat()
            .some(
              (scheme) => scheme.type === "http" && scheme.scheme === "bearer",
            ) ?? false,
        neverEmptyHeaders: (operation.request?.headers ?? [])
          .filter(({ required, schema }) => !required && schema?.minLength)
          .map(({ name }) => name.toLowerCase()),
        credentials: (operation.security?.flat() ?? []).map((scheme) =>
          scheme.type === "apiKey"
            ? `${scheme.name} ${scheme.in}`
            : "Authorization header",
        ),
        describesBadRequest: operation.responses.some(
          ({ code }) => code === "400",
        ),
      };
      known.set(operation, traits);
    }
    return traits;
  };
}
