// What Nitro 3 runs: there the handler is a file, such as server/routes/melio/token.ts.
import { createTokenHandler } from "@melio-platform/client/handler";
import { defineHandler, H3, serve, useSession } from "h3";
import { tokens } from "./tokens.mjs";

const sessionOf = (event) =>
  useSession(event, {
    password: process.env.SESSION_SECRET,
    cookie: { secure: false }, // only for this example: it is served over http
  });
const port = Number(process.env.PORT ?? 3000);
const app = new H3();

// Stands for your sign-in.
app.post("/login", async (event) => {
  const session = await sessionOf(event);
  await session.update({ account: "acc_123" });
  return "";
});

const handleToken = createTokenHandler({
  tokens,
  async authorize(_request, event) {
    const { data } = await sessionOf(event);
    return data.account ?? new Response("Please sign in", { status: 401 });
  },
});
app.all(
  "/melio/token",
  defineHandler((event) => handleToken(event.req, event)),
);

await serve(app, {
  port,
  silent: true,
}).ready();
console.log(`Listening on http://localhost:${port}`);
