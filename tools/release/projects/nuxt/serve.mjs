// Serves the routes as Nuxt 4 does, with the h3 that it has. Nuxt itself weighs 230 MB.
import { createServer } from "node:http";
import { createApp, createRouter, toNodeListener } from "h3";
import login from "./server/routes/login.post.js";
import token from "./server/routes/melio/token.js";

const port = Number(process.env.PORT ?? 3000);
const router = createRouter().post("/login", login).use("/melio/token", token);
const app = createApp().use(router);

createServer(toNodeListener(app)).listen(port, () =>
  console.log(`Listening on http://localhost:${port}`),
);
