import { defineEventHandler } from "h3";
import { sessionOf } from "../utils/session.js";

// Replace this with your own sign-in.
export default defineEventHandler(async (event) => {
  const session = await sessionOf(event);
  await session.update({ account: "acc_123" });
  return null;
});
