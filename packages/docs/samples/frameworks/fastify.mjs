import { getRequestListener } from "@hono/node-server";
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import fastify from "fastify";

// Replace this with your own sessions: cookie to Account.
const accounts = new Map([["session=ada", "acc_123"]]);

const handleToken = createTokenHandler({
  tokens: createTokenCache({ melio: createMelioClient() }),
  authorize: (request) => accounts.get(request.headers.get("Cookie") ?? ""),
});

const app = fastify();
const listener = getRequestListener(handleToken);
app.all("/melio/token", (request, reply) => {
  reply.hijack(); // the listener sends the response
  return listener(request.raw, reply.raw);
});
await app.listen({ port: 3000 });
console.log("http://localhost:3000");
