import { getSession } from "../../session.js";

// Replace this with your own sign-in.
export async function POST() {
  const session = await getSession();
  session.account = "acc_123";
  await session.save();
  return new Response(null, { status: 204 });
}
