import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** @param {(request: Request) => Promise<Response>} handleToken */
export const createNodeServer = (handleToken) =>
  createServer(getRequestListener(handleToken));
