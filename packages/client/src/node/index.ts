export { createNodeFetch, type NodeFetch } from "./create-node-fetch.js";
export type { NodeFetchOptions } from "./options.js";
