/**
 * Node's own `Response`. To read it loads Node's own fetch, which then sets up its connections for the process: the
 * package undici, loaded first, would set its own for everybody who calls the global `fetch`.
 */
export const NodesResponse: typeof Response = globalThis.Response;
