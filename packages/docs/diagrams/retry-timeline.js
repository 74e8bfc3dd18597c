// What the built client does: nothing here says a number that is the client's.
import { retryDefaults } from "../../client/dist/config.js";
import { waitBeforeRetry } from "../../client/dist/send.js";
import { listItems } from "./list.js";
import {
  accent,
  accentFill,
  drawing,
  element,
  fill,
  line,
  soft,
  text,
} from "./svg.js";

const width = 720;
const left = 12;
const right = width - 12;

/** @param {number} ms */
const seconds = (ms) => `${(ms / 1_000).toLocaleString("en")} s`;

/** The longest wait after each attempt, in milliseconds, as long as there are retries. */
export function longestWaits(maxRetries = retryDefaults.maxRetries) {
  const { random } = Math;
  Math.random = () => 1; // the end of the range that a wait is drawn from
  try {
    const settings = { ...retryDefaults, maxRetries };
    const response = new Response(null, { status: 503 });
    return Array.from(
      { length: maxRetries },
      (_, index) => waitBeforeRetry(index + 1, settings, { response }) ?? 0,
    );
  } finally {
    Math.random = random;
  }
}

/** A call with the client's defaults at its longest. */
function longestCall() {
  const { timeout } = retryDefaults;
  const waits = longestWaits();
  const total =
    timeout * (waits.length + 1) + waits.reduce((sum, wait) => sum + wait, 0);
  return { timeout, waits, total };
}

/** The same for a narrow screen. */
export function retryList() {
  const { timeout, waits, total } = longestCall();
  const attempt = (/** @type {number} */ index) => ({
    name: `Attempt ${index + 1}`,
    words: [`at most ${seconds(timeout)}`],
  });
  return listItems([
    ...waits.flatMap((wait, index) => [
      attempt(index),
      { name: "Wait", words: [`at random, at most ${seconds(wait)}`] },
    ]),
    attempt(waits.length),
    { name: "In all", words: [`at most ${seconds(total)}`] },
  ]);
}

/** The longest call, and how the waits grow with more retries. */
export function retryTimeline() {
  const { timeout, waits, total } = longestCall();
  const more = longestWaits(6);
  const chartTop = 158;
  const height = chartTop + 24 + more.length * 28 + 8;
  return drawing(
    {
      id: "retry-timeline",
      title: "The attempts of a call, and the waits between them",
      description: `With the defaults a call makes up to ${waits.length + 1} attempts of at most ${seconds(timeout)} each, with waits of at most ${waits.map(seconds).join(" and ")} between them: at most ${seconds(total)}. With more retries the longest waits are ${more.map(seconds).join(", ")}. Each wait is drawn at random from 0 up to the longest.`,
      width,
      height,
    },
    [
      text(left, 20, "The longest call with the defaults, to scale", {
        "font-weight": 600,
      }),
      ...timeline(timeout, waits, total),
      text(
        left,
        chartTop,
        "The longest wait after each attempt; the real one is drawn at random below it",
        { "font-weight": 600 },
      ),
      ...bars(chartTop + 16, more, waits.length),
    ],
  );
}

/** @param {number} timeout @param {number[]} waits @param {number} total */
function timeline(timeout, waits, total) {
  const scale = (right - left) / total;
  const top = 36;
  let time = 0;
  const parts = [];
  for (let index = 0; index <= waits.length; index++) {
    const x = left + time * scale;
    const w = timeout * scale;
    parts.push(
      element("rect", {
        ...{ x, y: top, width: w, height: 40, rx: 5 },
        style: `fill: ${fill}; stroke: ${accent}`,
      }),
      text(x + w / 2, top + 18, `attempt ${index + 1}`, {
        "text-anchor": "middle",
        "font-size": 13,
      }),
      text(x + w / 2, top + 33, `at most ${seconds(timeout)}`, {
        ...{ "text-anchor": "middle", "font-size": 12 },
        style: `fill: ${soft}`,
      }),
    );
    time += timeout;
    const wait = waits[index];
    if (wait === undefined) continue;
    const middle = left + (time + wait / 2) * scale;
    parts.push(
      element("path", {
        d: `M${left + time * scale} ${top + 20}h${wait * scale}M${middle} ${top + 44}v10`,
        style: `fill: none; stroke: ${accent}; stroke-width: 2`,
      }),
      text(middle, top + 70, `wait, at most ${seconds(wait)}`, {
        "text-anchor": "middle",
        "font-size": 12,
      }),
    );
    time += wait;
  }
  parts.push(
    text(right, top + 70, `${seconds(total)} in all`, {
      "text-anchor": "end",
      "font-size": 12,
    }),
  );
  return parts;
}

/** @param {number} top @param {number[]} waits @param {number} byDefault how many of them */
function bars(top, waits, byDefault) {
  const start = left + 110;
  const scale = (right - start - 170) / Math.max(...waits);
  return waits.flatMap((wait, index) => {
    const y = top + index * 28;
    const isDefault = index < byDefault;
    const note = isDefault ? "" : `, with maxRetries: ${index + 1}`;
    return [
      text(left, y + 15, `after attempt ${index + 1}`, { "font-size": 13 }),
      element("rect", {
        ...{ x: start, y, width: wait * scale, height: 20, rx: 3 },
        style: isDefault
          ? `fill: ${accentFill}; stroke: ${accent}`
          : `fill: ${fill}; stroke: ${line}`,
      }),
      text(start + wait * scale + 8, y + 15, `${seconds(wait)}${note}`, {
        "font-size": 12,
        style: `fill: ${soft}`,
      }),
    ];
  });
}
