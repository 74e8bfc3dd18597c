// Behind API Gateway (HTTP API, payload format 2.0), whose Lambda authorizer has checked the visitor.
import { createTokenHandler } from "@melio-platform/client/handler";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { tokens } from "./tokens.mjs";

const handleToken = createTokenHandler({
  tokens,
  authorize: (_request, event) =>
    event.requestContext.authorizer?.lambda?.account ??
    new Response("Please sign in", { status: 401 }),
});

const app = new Hono();
app.all("/melio/token", (c) => handleToken(c.req.raw, c.env.event));
export const handler = handle(app);
