import { readFile } from "node:fs/promises";
import { serveStatic } from "@hono/node-server/serve-static";
import { createTokenHandler } from "@melio-platform/client/handler";
import { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { NONCE, secureHeaders } from "hono/secure-headers";
import { parse } from "hono/utils/cookie";
import { createSessions } from "./sessions.js";

const cookie = "session";
const publicFolder = new URL("../public/", import.meta.url).pathname;
const clientFolder = new URL(
  "..",
  import.meta.resolve("@melio-platform/client/browser"),
).pathname;

/**
 * The partner's backend: signs users in, gives their pages a token, serves the page.
 *
 * @param {object} options
 * @param {import("@melio-platform/client/cache").TokenCache} options.tokens
 * @param {string} options.apiOrigin where the page sends its token
 */
export function createShop({ tokens, apiOrigin }) {
  const sessions = createSessions();
  const shop = new Hono();

  // What a page may load and where it may send anything: a token that leaks through a foreign
  // script is as lost as one that was sent away.
  shop.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", NONCE],
        connectSrc: ["'self'", apiOrigin],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    }),
  );

  const handleToken = createTokenHandler({
    tokens,
    // The Account comes from the session, which the page cannot write.
    authorize: (request) =>
      sessions.userOf(parse(request.headers.get("Cookie") ?? "")[cookie])
        ?.melioAccount,
    onError: (error) => console.error("No token:", error),
  });
  shop.all("/melio/token", (context) => handleToken(context.req.raw));

  shop.post("/session", async (context) => {
    const { login } = await context.req.json();
    const id = sessions.signIn(String(login));
    if (!id) return context.json({ error: "unknown_user" }, 400);
    setCookie(context, cookie, id, { httpOnly: true, sameSite: "Lax" });
    return context.json({ name: sessions.userOf(id)?.name });
  });
  shop.get("/session", (context) => {
    const user = sessions.userOf(getCookie(context, cookie));
    return context.json({ name: user?.name ?? null });
  });
  shop.delete("/session", (context) => {
    sessions.signOut(deleteCookie(context, cookie));
    return context.body(null, 204);
  });

  shop.get("/", async (context) => {
    const page = await readFile(`${publicFolder}index.html`, "utf8");
    return context.html(
      page
        .replaceAll("{nonce}", context.get("secureHeadersNonce") ?? "")
        .replaceAll("{apiOrigin}", apiOrigin),
    );
  });
  shop.get(
    "/client/*",
    serveStatic({
      root: clientFolder,
      rewriteRequestPath: (path) => path.replace("/client", ""),
    }),
  );
  shop.get("/*", serveStatic({ root: publicFolder }));
  return shop;
}
