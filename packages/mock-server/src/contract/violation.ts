/** One way in which a request or a response differs from the contract. */
export interface Violation {
  /** Where: `["request", "header", "idempotency-key"]`. */
  readonly location: readonly string[];
  /** What Prism calls the rule that was broken: `required`, `minLength`, `401`. */
  readonly code: string;
  /** Only an `error` makes a request invalid; a deprecated parameter is a `warning`. */
  readonly severity: "error" | "warning" | "information" | "hint";
  /** For a person: `Request header must have required property 'idempotency-key'`. */
  readonly message: string;
}
