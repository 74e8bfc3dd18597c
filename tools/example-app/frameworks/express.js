import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import express from "express";

/** @param {(request: Request) => Promise<Response>} handleToken */
export function createExpressServer(handleToken) {
  const app = express();
  app.use(express.json());
  app.all("/melio/token", getRequestListener(handleToken));
  return createServer(app);
}
