import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';

/** The changes from one text to another as `diff -u` shows them; empty for equal texts. */
export function unifiedDiff(name: string, before: string, after: string): string {
  if (before === after) return '';
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(
    `old/${name}`,
    `new/${name}`,
    before,
    after,
    undefined,
    undefined,
    options,
  ).trimEnd();
}
