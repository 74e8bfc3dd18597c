import { chromium } from "playwright-core";

/** Starts the Chromium that `CHROMIUM_PATH` names. */
export function launchChromium() {
  const { CHROMIUM_PATH: executablePath = "" } = process.env;
  if (!executablePath) {
    throw new Error("Set CHROMIUM_PATH to the executable of a Chromium.");
  }
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking"],
  });
}
