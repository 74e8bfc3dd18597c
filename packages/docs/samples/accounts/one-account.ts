import { createMelioClient } from "@melio-platform/client";

const melio = createMelioClient();

/** A placeholder: your database knows which Account belongs to whom. */
const accounts = new Map([["ada@example.com", "acc_123"]]);

export async function tokenForUser(user: string) {
  const melioAccount = accounts.get(user);
  if (!melioAccount) throw new Error("This user has no Melio Account");
  return melio.auth.createToken({ melioAccount });
}
