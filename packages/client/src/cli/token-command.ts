import process from "node:process";
import { MelioConfigError } from "../errors.js";
import { createClient, findFetch, type Settings } from "./settings.js";

/** Mints a token, and prints it alone, so that a shell can take it. */
export async function printToken(settings: Settings): Promise<void> {
  const { account, partner, json, apiKey } = settings;
  if (account === undefined && !partner)
    throw new MelioConfigError(
      "--account <id> is required; --partner mints a token for the partner itself, which can do more",
    );
  if (!apiKey)
    throw new MelioConfigError(
      "No API key: set MELIO_API_KEY, or pass --api-key-stdin and write it to standard input",
    );
  const melio = createClient(settings, await findFetch(settings));
  const token = await melio.auth.createToken(
    account === undefined ? {} : { melioAccount: account },
  );
  process.stdout.write(`${json ? JSON.stringify(token) : token.accessToken}\n`);
}
