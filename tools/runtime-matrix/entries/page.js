// A browser: the page calls `runMatrix` with the settings and gets the results back.
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/** @type {unknown[]} */
const unhandled = [];
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(event.reason);
});

/** @param {import("../suite/lab.js").Settings} settings */
async function runMatrix(settings) {
  /** @type {import("../suite/run-suite.js").Result[]} */
  const results = [];
  await runSuite({ sdk, settings, unhandled }, (result) => {
    results.push(result);
  });
  return results;
}

Object.assign(globalThis, { runMatrix });
