import { useSession } from "h3";

export const sessionOf = (event) =>
  useSession(event, {
    password: process.env.SESSION_SECRET,
    cookie: { secure: false }, // only for this example: it is served over http
  });
