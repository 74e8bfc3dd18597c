import { listItems } from "./list.js";
import {
  accent,
  drawing,
  element,
  fill,
  ink,
  line,
  soft,
  text,
} from "./svg.js";

/**
 * @typedef {object} Step a message, or a note over a participant
 * @property {string} from
 * @property {string} [to] nobody, if it is a note
 * @property {string[]} words line by line
 * @property {boolean} [answer] drawn with dashes
 * @property {"begin" | "end"} [frame] whether a frame of what may happen begins before, or ends after it
 * @property {string} [when] the frame's condition
 *
 * @typedef {object} Sequence
 * @property {string} id
 * @property {string} title
 * @property {string} description
 * @property {{ name: string, role: string }[]} participants
 * @property {Step[]} steps
 */

const width = 700;
const margin = 12;
const head = 52;
const lineHeight = 18;
const gap = 22;
/** In the page's colour, so that the lines behind do not cross the letters. */
const rim =
  "stroke: var(--vp-c-bg, Canvas); stroke-width: 4px; paint-order: stroke";

/** @param {Sequence} sequence */
export function drawSequence({ participants, steps, ...facts }) {
  const column = (width - 2 * margin) / participants.length;
  /** @param {string} name */
  const centre = (name) => {
    const index = participants.findIndex((found) => found.name === name);
    if (index < 0) throw new Error(`${name} is no participant`);
    return margin + column * (index + 0.5);
  };
  /** @type {string[]} */
  const frames = [];
  /** @type {string[]} */
  const drawn = [];
  let y = head + gap;
  let frame = { top: 0, when: "" };
  for (const step of steps) {
    if (step.frame === "begin") {
      frame = { top: y, when: step.when ?? "" };
      y += lineHeight + 10;
    }
    y += lineHeight * step.words.length;
    drawn.push(
      step.to === undefined
        ? note(centre(step.from), y, step.words)
        : message(centre(step.from), centre(step.to), y, step),
    );
    y += gap;
    if (step.frame === "end") {
      frames.push(optional(frame.top, y - 6, frame.when));
      y += 10;
    }
  }
  const height = y + margin;
  return drawing({ ...facts, width, height }, [
    ...participants.map(({ name }) =>
      element("path", {
        d: `M${centre(name)} ${head}V${height - margin}`,
        style: `stroke: ${line}; stroke-width: 1.5`,
      }),
    ),
    ...frames,
    ...participants.map(({ name, role }) =>
      box(centre(name), column - 12, name, role),
    ),
    ...drawn,
  ]);
}

/**
 * The same for a narrow screen: a step after the other.
 * @param {Sequence} sequence
 */
export function listSequence({ steps }) {
  let when = "";
  return listItems(
    steps.map(({ from, to, words, ...step }) => {
      if (step.frame === "begin") when = step.when ?? "";
      const item = {
        name: to === undefined ? from : `${from} → ${to}`,
        words,
        when,
      };
      if (step.frame === "end") when = "";
      return item;
    }),
  );
}

/** @param {number} x @param {number} w @param {string} name @param {string} role */
const box = (x, w, name, role) =>
  element("rect", {
    ...{ x: x - w / 2, y: 4, width: w, height: head - 4, rx: 6 },
    style: `fill: ${fill}; stroke: ${accent}`,
  }) +
  text(x, 24, name, { "text-anchor": "middle", "font-weight": 600 }) +
  text(x, 42, role, {
    "text-anchor": "middle",
    "font-size": 12,
    style: `fill: ${soft}`,
  });

/** @param {number} from @param {number} to @param {number} y @param {Step} step */
function message(from, to, y, { words, answer }) {
  const way = Math.sign(to - from);
  const tip = to - way * 2;
  const tail = tip - way * 8;
  const stroke = `fill: none; stroke: ${accent}; stroke-width: 1.5`;
  return (
    element("path", {
      d: `M${from} ${y}H${tip}`,
      style: `${stroke}${answer ? "; stroke-dasharray: 5 3" : ""}`,
    }) +
    element("path", {
      d: `M${tail} ${y - 4}L${tip} ${y}L${tail} ${y + 4}`,
      style: stroke,
    }) +
    lines((from + to) / 2, y - 7, words, "middle")
  );
}

/** @param {number} x @param {number} y @param {string[]} words */
const note = (x, y, words) =>
  element("rect", {
    ...{ x: x - 96, y: y - lineHeight * words.length - 2 },
    ...{ width: 192, height: lineHeight * words.length + 8, rx: 4 },
    style: `fill: var(--vp-c-bg, Canvas); stroke: ${line}`,
  }) + lines(x, y - 2, words, "middle");

/** @param {number} x @param {number} bottom @param {string[]} words @param {string} anchor */
const lines = (x, bottom, words, anchor) =>
  words
    .map((word, index) =>
      text(x, bottom - lineHeight * (words.length - 1 - index), word, {
        "text-anchor": anchor,
        "font-size": 13,
        style: `fill: ${ink}; ${rim}`,
      }),
    )
    .join("");

/** @param {number} top @param {number} bottom @param {string} when */
const optional = (top, bottom, when) =>
  element("rect", {
    ...{ x: 3, y: top, width: width - 6, height: bottom - top, rx: 6 },
    style: `fill: none; stroke: ${soft}; stroke-dasharray: 2 3`,
  }) + text(14, top + 18, when, { "font-size": 13, style: `fill: ${soft}` });
