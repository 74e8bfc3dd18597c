/** A page or a browser's worker; workerd and Deno, which are servers, have neither of the two. */
export const isBrowser = () =>
  "document" in globalThis || "importScripts" in globalThis;
