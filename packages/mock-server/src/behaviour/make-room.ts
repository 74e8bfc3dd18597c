/**
 * Creates the function that removes the oldest entry of a map if it is full. A `Map` keeps insertion order.
 *
 * @param size - How many entries the map has when it is full: 1 or more.
 */
export function createMakeRoom<Key>(
  entries: Map<Key, unknown>,
  size: number,
): () => void {
  // Goes on where it was. A new iterator would step over the places of all that were removed before.
  const oldest = entries.keys();
  return () => {
    if (entries.size >= size) entries.delete(oldest.next().value as Key);
  };
}
