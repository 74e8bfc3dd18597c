import { getIronSession } from "iron-session";
import { cookies } from "next/headers";

export const getSession = async () =>
  getIronSession(await cookies(), {
    password: process.env.SESSION_SECRET,
    cookieName: "session",
    cookieOptions: { secure: false }, // only for this example: it is served over http
  });
