// workerd: settings are a binding of the worker, results go to the log, a line of JSON each.
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/**
 * workerd tells of a body's rejection before it sees that it is handled, whoever reads the body, and
 * takes it back at once (https://github.com/cloudflare/workerd/issues/501): what is taken back does
 * not count.
 *
 * @type {Map<Promise<unknown>, unknown>}
 */
const rejections = new Map();
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  rejections.set(event.promise, event.reason);
});
addEventListener("rejectionhandled", ({ promise }) => {
  rejections.delete(promise);
});
const unhandled = () => [...rejections.values()];

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
