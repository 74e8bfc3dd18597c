// workerd: settings are a binding of the worker, results go to the log, a line of JSON each.
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/** @type {unknown[]} */
const unhandled = [];
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  unhandled.push(event.reason);
});

export default {
  /**
   * @param {unknown} _controller
   * @param {{ settings: import("../suite/lab.js").Settings }} environment
   */
  async test(_controller, { settings }) {
    await runSuite({ sdk, settings, unhandled }, (result) =>
      console.log(JSON.stringify(result)),
    );
  },
};
