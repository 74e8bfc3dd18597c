/** A Map that drops its oldest entry for a new key, once it has as many as its limit. */
export class BoundedMap<Key, Value> extends Map<Key, Value> {
  readonly #limit: number;
  // Goes on where it was. A new iterator would step over the places of all that were removed before.
  readonly #oldest = this.keys();

  /** @param limit - How many entries it keeps: 1 or more. */
  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override set(key: Key, value: Value): this {
    if (this.size >= this.#limit && !this.has(key))
      this.delete(this.#oldest.next().value as Key);
    return super.set(key, value);
  }
}

/** Keeps the latest items, at most as many as its size. */
export interface Ring<Item> {
  push(item: Item): void;
  last(): Item | undefined;
  /** Oldest first. */
  items(): Item[];
  clear(): void;
}

/** @param size - How many items are kept. */
export function createRing<Item>(size: number): Ring<Item> {
  const slots: Item[] = [];
  let pushed = 0;

  return {
    push(item) {
      slots[pushed % size] = item;
      pushed += 1;
    },
    last: () => slots[(pushed - 1) % size],
    items() {
      const oldest = pushed > size ? pushed % size : 0;
      return [...slots.slice(oldest), ...slots.slice(0, oldest)];
    },
    clear() {
      slots.length = 0;
      pushed = 0;
    },
  };
}
