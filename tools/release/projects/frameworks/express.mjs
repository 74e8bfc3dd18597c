import { getRequestListener } from "@hono/node-server";
import { createTokenHandler } from "@melio-platform/client/handler";
import express from "express";
import session from "express-session";
import { tokens } from "./tokens.mjs";

const port = Number(process.env.PORT ?? 3000);
const app = express();
app.use(
  session({
    secret: process.env.SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
  }),
);

// Replace this with your own sign-in.
app.post("/login", (request, response) => {
  request.session.account = "acc_123";
  response.sendStatus(204);
});

const handleToken = createTokenHandler({
  tokens,
  authorize: (_request, { session }) =>
    session.account ?? new Response("Please sign in", { status: 401 }),
});
app.all("/melio/token", (request, response) =>
  getRequestListener((webRequest) => handleToken(webRequest, request))(
    request,
    response,
  ),
);

app.listen(port, () => console.log(`Listening on http://localhost:${port}`));
