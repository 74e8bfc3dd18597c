import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { createTokenHandler } from "@melio-platform/client/handler";
import { getIronSession } from "iron-session";
import { tokens } from "./tokens.mjs";

const port = Number(process.env.PORT ?? 3000);
const sessionOf = (request, response) =>
  getIronSession(request, response, {
    password: process.env.SESSION_SECRET,
    cookieName: "session",
    cookieOptions: { secure: false }, // for this example only: it runs over http
  });

const handleToken = createTokenHandler({
  tokens,
  authorize: (_request, { session }) =>
    session.account ?? new Response("Please sign in", { status: 401 }),
});

createServer(async (request, response) => {
  const session = await sessionOf(request, response);
  if (request.url === "/login") {
    // Replace this with your own sign-in.
    session.account = "acc_123";
    await session.save();
    response.writeHead(204).end();
  } else if (request.url === "/melio/token") {
    const listener = getRequestListener((webRequest) =>
      handleToken(webRequest, { session }),
    );
    await listener(request, response);
  } else {
    response.writeHead(404).end();
  }
}).listen(port, () => console.log(`Listening on http://localhost:${port}`));
