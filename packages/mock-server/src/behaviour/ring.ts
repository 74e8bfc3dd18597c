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
