import { getRequestListener } from "@hono/node-server";
import { createMelioClient } from "@melio-platform/client";
import { createTokenCache } from "@melio-platform/client/cache";
import { createTokenHandler } from "@melio-platform/client/handler";
import express from "express";

// Replace this with your own sessions: cookie to Account.
const accounts = new Map([["session=ada", "acc_123"]]);

const handleToken = createTokenHandler({
  tokens: createTokenCache({ melio: createMelioClient() }),
  authorize: (request) => accounts.get(request.headers.get("Cookie") ?? ""),
});

const app = express();
app.all("/melio/token", getRequestListener(handleToken));
app.listen(3000, () => console.log("http://localhost:3000"));
