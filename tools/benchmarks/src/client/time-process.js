// One contestant in a process of its own, as a program has one client: what others leave to the
// garbage collector and to the optimizer would count against it. Takes a turn whenever it is told.
import { contestants } from "./contestants/all.js";

const [, , name, origin = "", baseUrl = ""] = process.argv;
const contestant = contestants.find((each) => each.name === name);
if (!contestant) throw new Error(`There is no contestant ${name}`);
const mint = contestant.connect({ origin, baseUrl });

process.on("message", async (/** @type {number} */ calls) => {
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let call = 0; call < calls; call++) await mint();
  const milliseconds = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  /** @type {import("./times.js").Turn} */
  const turn = {
    microseconds: (milliseconds * 1_000) / calls,
    cpu: (user + system) / calls,
  };
  process.send?.(turn);
});
