// A browser: the page calls `runMatrix` with the settings and gets the results back.
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/** @type {unknown[]} */
const rejections = [];
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  rejections.push(event.reason);
});

/** @param {import("../suite/lab.js").Settings} settings */
async function runMatrix(settings) {
  /** @type {import("../suite/run-suite.js").Result[]} */
  const results = [];
  await runSuite({ sdk, settings, unhandled: () => rejections }, (result) => {
    results.push(result);
  });
  return results;
}

Object.assign(globalThis, { runMatrix });
