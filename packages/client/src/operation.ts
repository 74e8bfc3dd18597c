import type { Shape } from "./response-shape.js";

/** What the spec says of an operation, see scripts/generate.js. */
export interface Operation {
  readonly idempotent?: boolean;
  /** 0 where repeating is not safe. */
  readonly maxRetries?: number;
  /** Shape of its success's body. */
  readonly success?: Shape;
}
