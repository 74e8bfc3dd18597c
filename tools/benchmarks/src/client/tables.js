import { growthPerCall } from "./memory.js";

/**
 * @param {import("./budgets.js").Results} results
 * @returns {import("../table.js").Table[]}
 */
export function tables({ sizes, times, ownShare, memory }) {
  const others = sizes.flatMap(({ name, gzipped, byOtherMinifiers = {} }) =>
    Object.entries(byOtherMinifiers)
      .filter(([, size]) => size.gzipped < gzipped)
      .map(([minifier, size]) => [
        `${name}, minified by ${minifier}`,
        size.minified,
        size.gzipped,
      ]),
  );
  return [
    {
      title: "Size in bytes: bundled and minified by esbuild, then gzip -9",
      columns: ["client", "minified", "gzipped"],
      rows: [
        ...sizes.map(({ name, minified, gzipped }) => [
          name,
          minified,
          gzipped,
        ]),
        ...others,
      ],
    },
    {
      title:
        "One call over loopback: medians of interleaved turns, of their ratios in each round",
      columns: ["client", "microseconds", "ratio to fetch", "of them CPU"],
      rows: times.map(({ name, microseconds, ratio, cpu }) => [
        name,
        microseconds.toFixed(0),
        ratio.toFixed(3),
        cpu.toFixed(0),
      ]),
    },
    {
      title: "The same without a network: a fetch that answers from memory",
      columns: ["client", "CPU microseconds"],
      rows: ownShare.map(({ name, cpu }) => [name, cpu.toFixed(0)]),
    },
    {
      title: `Heap of the client after garbage collection: ${growthPerCall(memory).toFixed(1)} bytes more per call`,
      columns: ["calls", "heap in kB"],
      rows: memory.map(({ calls, heap }) => [calls, (heap / 1_000).toFixed(0)]),
    },
  ];
}
