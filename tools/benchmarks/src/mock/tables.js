import { growthPerRequest } from "./memory.js";

/**
 * @param {import("./budgets.js").Results} results
 * @returns {import("../table.js").Table[]}
 */
export function tables({ measured, warmStart, installed, memory }) {
  return [
    {
      title: `Mock servers: medians of interleaved rounds. One more server of ours in a warm process: ${warmStart.toFixed(1)} ms`,
      columns: [
        "server",
        "start to first token, ms",
        "of it CPU, ms",
        "requests/s on one core",
        "requests per CPU second",
        "peak memory, MB",
      ],
      rows: measured.map((item) => [
        item.name,
        item.startup.toFixed(0),
        item.startupCpu.toFixed(0),
        item.perSecond.toFixed(0),
        item.perCpuSecond.toFixed(0),
        item.peakMemory.toFixed(0),
      ]),
    },
    {
      title: "Installed with npm",
      columns: ["package", "MB", "packages", "install scripts"],
      rows: installed.map(({ name, megabytes, packages, installScripts }) => [
        name,
        megabytes.toFixed(1),
        packages,
        installScripts.length,
      ]),
    },
    {
      title: `Resident memory over a million requests: ${growthPerRequest(memory).toFixed(1)} bytes more per request in the end`,
      columns: ["requests", "MB"],
      rows: memory.map(({ requests, resident }) => [
        requests,
        resident.toFixed(0),
      ]),
    },
  ];
}
