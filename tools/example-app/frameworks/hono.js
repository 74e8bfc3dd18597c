import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";

/** @param {(request: Request) => Promise<Response>} handleToken */
export function createHonoServer(handleToken) {
  const app = new Hono();
  app.all("/melio/token", (context) => handleToken(context.req.raw));
  return createAdaptorServer({ fetch: app.fetch });
}
