import { expect, test } from 'vitest';
import { wrapText } from '../../src/errors/wrap-text.ts';

test('texts are wrapped at 80 columns, as Packer wraps them', () => {
  const long = 'x'.repeat(90);
  expect(wrapText(`${'word '.repeat(16)}end`)).toBe(`${'word '.repeat(15)}word\nend`);
  expect(wrapText(`a ${long} b`)).toBe(`a\n${long}\nb`);
  expect(wrapText('\t* indented\n\n  Note: kept')).toBe('\t* indented\n\n  Note: kept');
  expect(wrapText(long)).toBe(long);
});

test('a character counts once, whatever its bytes', () => {
  const key = `${'中'.repeat(27)}${'  中文'.repeat(8)}`;
  expect(wrapText(`* unknown configuration key: '"${key}"'`).split('\n')[0]).toHaveLength(78);
});
