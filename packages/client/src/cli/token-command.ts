import process from "node:process";
import { MelioConfigError } from "../errors.js";
import { createClient, findFetch, type Settings } from "./settings.js";

/** Mints a token and prints nothing else, so that a script can use the output. */
export async function printToken(settings: Settings): Promise<void> {
  const { account, partner, json, apiKey } = settings;
  if (account === undefined && !partner)
    throw new MelioConfigError(
      "--account <id> is required, or --partner to mint a token for the Partner itself, which can do more",
    );
  if (!apiKey)
    throw new MelioConfigError(
      "No API key: set MELIO_API_KEY, or pass --api-key-stdin and pipe the key to standard input",
    );
  const melio = createClient(settings, await findFetch(settings));
  const token = await melio.auth.createToken(
    account === undefined ? {} : { melioAccount: account },
  );
  process.stdout.write(`${json ? JSON.stringify(token) : token.accessToken}\n`);
}
