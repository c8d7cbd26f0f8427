/** The first known name that a mistyped one is close to. */
export function closeName(given: string, known: Iterable<string>): string | undefined {
  for (const name of known) if (editDistance(given, name) < 3) return name;
  return undefined;
}

/** ` Did you mean "NAME"?`, or nothing. */
export function suggestion(given: string, known: Iterable<string>): string {
  const name = closeName(given, known);
  return name === undefined ? '' : ` Did you mean "${name}"?`;
}

/** Insertions, deletions and replacements that make one word of another. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return 3;
  let last = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const changed = (last[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(changed, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    last = current;
  }
  return last[right.length] ?? 0;
}
