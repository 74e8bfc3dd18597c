import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import { Hono } from "hono";
import { handle } from "hono/aws-lambda";

// Replace this with your own sessions: cookie to Account.
const accounts = new Map([["session=ada", "acc_123"]]);

const handleToken = createTokenHandler({
  tokens: createTokenCache({ melio: createMelioClient() }),
  authorize: (request) => accounts.get(request.headers.get("Cookie") ?? ""),
});

const app = new Hono();
app.all("/melio/token", (context) => handleToken(context.req.raw));
export const handler = handle(app);
