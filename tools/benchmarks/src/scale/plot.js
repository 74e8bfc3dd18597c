const width = 720;
const height = 420;
const left = 60;
const right = 190;
const top = 20;
const bottom = 50;
/** In seconds, from the bottom to the top of the plot. */
const least = 0.1;
const most = 100;
const colors = [
  "#1b6ac9",
  "#c2410c",
  "#15803d",
  "#7e22ce",
  "#b91c1c",
  "#0f766e",
  "#a16207",
  "#475569",
  "#be185d",
];

/**
 * Draws processor time by the number of operations, both axes logarithmic: what grows linearly has the
 * slope of the dashed line, or less.
 *
 * @param {import("./measure.js").Measured[]} measured
 * @returns {string} an SVG document
 */
export function plot(measured) {
  const largest = measured.at(-1)?.operations ?? 1;
  const x = (/** @type {number} */ operations) =>
    left + (Math.log(operations) / Math.log(largest)) * (width - left - right);
  const y = (/** @type {number} */ seconds) =>
    height -
    bottom -
    (Math.log(Math.max(seconds, least) / least) / Math.log(most / least)) *
      (height - top - bottom);
  const point = (
    /** @type {number} */ operations,
    /** @type {number} */ seconds,
  ) => `${x(operations).toFixed(1)},${y(seconds).toFixed(1)}`;

  const names = Object.keys(measured[0]?.steps ?? {});
  const series = [
    ...names.map((name) => ({
      name,
      points: measured.map(({ operations, steps }) =>
        point(operations, steps[name]?.cpu ?? 0),
      ),
    })),
    {
      name: "mock server's start",
      points: measured.map(({ operations, startCpu }) =>
        point(operations, startCpu),
      ),
    },
  ];
  const end = width - right;
  const grid = [0.1, 1, 10, 100].map(
    (seconds) =>
      `<path d="M${left} ${y(seconds)}H${end}" stroke="#ddd"/><text x="${left - 6}" y="${y(seconds) + 4}" text-anchor="end">${seconds} s</text>`,
  );
  const ticks = measured.map(
    ({ operations }) =>
      `<text x="${x(operations)}" y="${height - bottom + 18}" text-anchor="middle">${operations}</text>`,
  );
  const lines = series.map(({ name, points }, index) => {
    const color = colors[index % colors.length];
    const label = top + 12 + index * 20;
    return `<polyline points="${points.join(" ")}" fill="none" stroke="${color}" stroke-width="2"/><text x="${end + 12}" y="${label}" fill="${color}">${name}</text>`;
  });
  const linear = `<path d="M${point(10, least)}L${point(largest, (least * largest) / 10)}" stroke="#888" stroke-dasharray="4 4"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    "<title>Processor time by the number of operations</title>",
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...grid,
    ...ticks,
    linear,
    ...lines,
    `<text x="${(left + end) / 2}" y="${height - 10}" text-anchor="middle">operations in the spec; dashed: linear growth</text>`,
    "</svg>",
    "",
  ].join("\n");
}
