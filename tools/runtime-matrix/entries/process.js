// Node, Bun and Deno: settings come as an argument, results go to stdout, a line of JSON each.
import { createRequire } from "node:module";
import process from "node:process";
import * as sdk from "@melio-platform/client";
import { runSuite } from "../suite/run-suite.js";

/** @type {unknown[]} */
const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));

await runSuite(
  {
    sdk,
    settings: JSON.parse(process.argv[2] ?? ""),
    unhandled,
    require: createRequire(import.meta.url),
  },
  (result) => console.log(JSON.stringify(result)),
);
