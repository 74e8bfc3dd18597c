/**
 * Makes a source of numbers that is the same for the same seed (mulberry32).
 *
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.assign(random, {
    /**
     * @template T
     * @param {readonly T[]} list
     * @returns {T}
     */
    of: (list) => /** @type {T} */ (list[Math.floor(random() * list.length)]),
    bytes: () =>
      String.fromCharCode(
        ...Array.from({ length: random() * 30 }, () => random() * 256),
      ),
  });
}
