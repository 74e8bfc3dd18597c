// A clock that can be moved on, for the whole process: hours pass between two moments of work.
let offset = 0; // milliseconds
const { now: wall } = Date;
const steady = performance.now.bind(performance);
Date.now = () => wall() + offset;
performance.now = () => steady() + offset;

/** @param {number} milliseconds ahead of the real time */
export function moveClock(milliseconds) {
  offset = milliseconds;
}

/** A moment that all processes of this machine order alike, in real milliseconds. */
export const moment = () => Number(process.hrtime.bigint()) / 1e6;
