/** The name that takes the fewest changed, added or left out letters to become what was given. */
export function nearestName(
  given: string,
  names: readonly string[],
): string | undefined {
  const distances = names.map((name) =>
    distance(given.toLowerCase(), name.toLowerCase()),
  );
  return names[distances.indexOf(Math.min(...distances))];
}

/** Levenshtein's distance, a row at a time. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column += 1) {
      const changed =
        (row[column - 1] ?? 0) + (letter === to[column - 1] ? 0 : 1);
      const added = (next[column - 1] ?? 0) + 1;
      const leftOut = (row[column] ?? 0) + 1;
      next.push(Math.min(changed, added, leftOut));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
