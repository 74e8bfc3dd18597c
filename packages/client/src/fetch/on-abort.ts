const actsOf = new WeakMap<AbortSignal, Set<() => void>>();

function actAll({ target }: Event) {
  for (const act of actsOf.get(target as AbortSignal) ?? []) act();
}

/**
 * Runs `act` when the signal aborts, until the returned function is called. However many calls
 * share a signal, it has one listener, since Node warns of more than ten; after the last, none.
 */
export function onAbort(signal: AbortSignal, act: () => void): () => void {
  const acts = actsOf.get(signal) ?? new Set();
  actsOf.set(signal, acts.add(act));
  signal.addEventListener("abort", actAll); // the same one, so not twice
  return () => {
    acts.delete(act);
    if (!acts.size) signal.removeEventListener("abort", actAll);
  };
}
