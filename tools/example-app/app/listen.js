import { createAdaptorServer } from "@hono/node-server";

/**
 * Serves an app on loopback.
 *
 * @param {import("hono").Hono} app
 * @param {number} [port] 0: any free one
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function listen(app, port = 0) {
  const server = /** @type {import("node:http").Server} */ (
    createAdaptorServer({ fetch: app.fetch })
  );
  await new Promise((resolve, reject) => {
    server.on("error", reject).listen(port, "127.0.0.1", () => resolve(null));
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("No address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
