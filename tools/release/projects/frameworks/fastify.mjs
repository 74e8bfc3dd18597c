import cookie from "@fastify/cookie";
import session from "@fastify/session";
import { getRequestListener } from "@hono/node-server";
import { createTokenHandler } from "@melio-platform/client/handler";
import fastify from "fastify";
import { tokens } from "./tokens.mjs";

const port = Number(process.env.PORT ?? 3000);
const app = fastify();
app.register(cookie);
app.register(session, {
  secret: process.env.SESSION_SECRET,
  cookie: { secure: "auto" },
  saveUninitialized: false,
});

// Replace this with your own sign-in.
app.post("/login", (request, reply) => {
  request.session.account = "acc_123";
  reply.code(204).send();
});

const handleToken = createTokenHandler({
  tokens,
  authorize: (_request, { session }) =>
    session.account ?? new Response("Please sign in", { status: 401 }),
});
app.all("/melio/token", (request, reply) => {
  reply.hijack(); // the listener sends the response
  return getRequestListener((webRequest) => handleToken(webRequest, request))(
    request.raw,
    reply.raw,
  );
});

await app.listen({ port });
console.log(`Listening on http://localhost:${port}`);
