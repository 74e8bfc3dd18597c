import { apiKeys } from "./api-keys.js";
import { cases } from "./cases.js";
import { createLab } from "./lab.js";

/** A case that takes longer hangs; in milliseconds. */
const longestCase = 20_000;

/**
 * @typedef {{ name: string, error?: string }} Result `error` only if the case failed
 *
 * @param {object} platform what only the runtime's own entry can give
 * @param {import("./case.js").Sdk} platform.sdk
 * @param {import("./lab.js").Settings} platform.settings
 * @param {() => unknown[]} platform.unhandled reasons of the rejections that nobody handled
 * @param {((id: string) => unknown) | undefined} [platform.require]
 * @param {(result: Result) => void} report
 */
export async function runSuite({ sdk, settings, unhandled, require }, report) {
  const { kind } = settings;
  for (const [caseNumber, { name, run, only }] of cases.entries()) {
    if (only && !only.includes(kind)) continue;
    const lab = createLab(settings, caseNumber);
    const context = { sdk, settings, kind, lab, unhandled, require };
    try {
      await withinLimit(
        run({
          ...context,
          createClient: (options) =>
            sdk.createMelioClient({
              apiKey: apiKeys.usual,
              baseUrl: lab("mock").baseUrl,
              dangerouslyAllowBrowser: kind === "browser",
              ...options,
            }),
        }),
      );
      report({ name });
    } catch (error) {
      const { stack, message } = Object(error);
      // V8's stack begins with the message, JavaScriptCore's does not hold it.
      report({ name, error: `${message ?? error}\n${stack ?? ""}` });
    }
  }
}

/** @param {Promise<void>} running */
async function withinLimit(running) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`not done after ${longestCase} ms`)),
      longestCase,
    );
  });
  try {
    await Promise.race([running, limit]);
  } finally {
    clearTimeout(timer);
  }
}
