/** Stands for your secret store. */
export async function readSecret(name: string): Promise<string> {
  const key = process.env.MELIO_API_KEY;
  if (!key) throw new Error(`There is no ${name}`);
  return key;
}
