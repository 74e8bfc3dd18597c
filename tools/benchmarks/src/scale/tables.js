/**
 * @param {import("./measure.js").Measured[]} measured
 * @returns {import("../table.js").Table[]}
 */
export function tables(measured) {
  const names = Object.keys(measured[0]?.steps ?? {});
  const columns = measured.map(({ operations }) => `${operations}`);
  const row = (
    /** @type {string} */ name,
    /** @type {(item: import("./measure.js").Measured) => string} */ cell,
  ) => [name, ...measured.map(cell)];
  return [
    {
      title: "Seconds by the number of operations (of it processor time)",
      columns: ["step", ...columns],
      rows: [
        ...names.map((name) =>
          row(name, ({ steps }) => {
            const { wall = 0, cpu = 0 } = steps[name] ?? {};
            return `${wall.toFixed(2)} (${cpu.toFixed(2)})`;
          }),
        ),
        row("build, all but the consumer", ({ build }) => build.toFixed(2)),
        row(
          "mock server, start to first token",
          ({ start, startCpu }) =>
            `${start.toFixed(2)} (${startCpu.toFixed(2)})`,
        ),
      ],
    },
    {
      title: "The mock server under load, by the number of operations",
      columns: ["", ...columns],
      rows: [
        row("requests/s", ({ perSecond }) => perSecond.toFixed(0)),
        row("requests per CPU second", ({ perCpuSecond }) =>
          perCpuSecond.toFixed(0),
        ),
      ],
    },
  ];
}
