import { hash, randomBytes } from "node:crypto";

/**
 * A source of numbers from 0 up to 1 that belongs to one server; Node's own cannot be seeded, and
 * Prism's seed is shared by the whole process.
 *
 * @param seed - The same seed gives the same numbers.
 */
export function createRandom(seed: string | undefined): () => number {
  const start = seed ?? randomBytes(16).toString("hex");
  let drawn = 0;
  return () => {
    drawn += 1;
    return (
      hash("sha256", `${start}:${drawn}`, "buffer").readUInt32BE() / 2 ** 32
    );
  };
}
