/**
 * Node's own `Response`. Reading it loads Node's own fetch, which then sets up its connections for the process. If the
 * package undici were loaded first, it would set its own for every caller of the global `fetch`.
 */
export const NodesResponse: typeof Response = globalThis.Response;
