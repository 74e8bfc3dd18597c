/**
 * One behaviour of the client. Uses nothing that a runtime with `fetch` may lack.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {readonly RuntimeKind[]} [only] the kinds of runtimes that it makes sense in; all by default
 * @property {(context: Context) => Promise<void>} run rejects if the client misbehaves
 *
 * @typedef {"node" | "bun" | "deno" | "workerd" | "browser"} RuntimeKind
 *
 * @typedef {typeof import("@melio-platform/client")} Sdk
 *
 * @typedef {object} Context
 * @property {Sdk} sdk
 * @property {RuntimeKind} kind
 * @property {import("./lab.js").Settings} settings
 * @property {import("./lab.js").Lab} lab
 * @property {(options?: import("@melio-platform/client").MelioClientOptions) => import("@melio-platform/client").MelioClient} createClient
 *   One whose base URL leads to the mock server as it is.
 * @property {() => unknown[]} unhandled reasons of the rejections that nobody handled
 * @property {((id: string) => unknown) | undefined} require where there is one
 */
export {};
