import { getSession } from "../../session.js";

// Stands for your sign-in.
export async function POST() {
  const session = await getSession();
  session.account = "acc_123";
  await session.save();
  return new Response(null, { status: 204 });
}
