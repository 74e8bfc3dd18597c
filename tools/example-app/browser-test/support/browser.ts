import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/** Starts the Chromium that the environment names. */
export function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const executablePath = process.env["CHROMIUM_PATH"];
  if (!executablePath)
    throw new Error("Set CHROMIUM_PATH to the executable of a Chromium.");
  return chromium.launch({
    ...options,
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
}
