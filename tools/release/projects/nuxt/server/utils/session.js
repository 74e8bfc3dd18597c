import { useSession } from "h3";

export const sessionOf = (event) =>
  useSession(event, {
    password: process.env.SESSION_SECRET,
    cookie: { secure: false }, // for this example only: it runs over http
  });
