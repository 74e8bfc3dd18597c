import { getRequestListener } from "@hono/node-server";
import fastify from "fastify";

/** @param {(request: Request) => Promise<Response>} handleToken */
export async function createFastifyServer(handleToken) {
  const app = fastify();
  const listener = getRequestListener(handleToken);
  app.all("/melio/token", (request, reply) => {
    reply.hijack(); // the listener answers
    return listener(request.raw, reply.raw);
  });
  await app.ready();
  return app.server;
}
