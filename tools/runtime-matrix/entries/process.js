// Node, Bun and Deno: settings come as an argument, results go to stdout, a line of JSON each.
import { createRequire } from "node:module";
import process from "node:process";
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/** @type {unknown[]} */
const rejections = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));

await runSuite(
  {
    sdk,
    settings: JSON.parse(process.argv[2] ?? ""),
    unhandled: () => rejections,
    require: createRequire(import.meta.url),
  },
  (result) => console.log(JSON.stringify(result)),
);
