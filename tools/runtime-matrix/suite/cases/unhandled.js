import { equal } from "../expect.js";

/** @type {import("../case.js").Case[]} */
export const unhandledCases = [
  {
    name: "left no rejection unhandled",
    async run({ unhandled }) {
      // One of our own shows that the runtime tells of them at all.
      const canary = "a rejection that nobody handles";
      Promise.reject(canary);
      while (!unhandled().includes(canary))
        await new Promise((resolve) => setTimeout(resolve));
      const others = unhandled().filter((reason) => reason !== canary);
      equal(others.map(String), [], "unhandled rejections");
    },
  },
];
