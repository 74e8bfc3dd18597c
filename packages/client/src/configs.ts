import type { Config } from "./config.js";

/**
 * What each client was made with, by its `http`: for entry points of this package that must tell
 * clients apart by API key and server. Nothing outside of the package can read it.
 */
export const configs = new WeakMap<object, Config>();
