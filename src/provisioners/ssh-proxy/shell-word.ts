/** The text of one word as a POSIX shell reads it, without its quoting; undefined when there is not exactly one. */
export function shellWord(text: string): string | undefined {
  const word = /^\s*((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+)\s*$/s.exec(text)?.[1];
  return word?.replace(/\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, (_all, plain, single, double) => {
    if (plain !== undefined) return String(plain);
    if (single !== undefined) return String(single);
    return String(double).replace(/\\([$`"\\])/g, '$1');
  });
}
