import { describe, expect, test } from 'vitest';
import { diagnosticText, excerpt, placeOf, wrapText } from '../../src/errors/diagnostic.ts';

describe('a diagnostic', () => {
  test('is summary, blank line, detail, blank line', () => {
    expect(diagnosticText('Error', { summary: 'Failed', detail: 'why' })).toBe('Error: Failed\n\nwhy\n\n');
  });

  test('wraps at 80 columns and keeps what cannot be wrapped', () => {
    const long = 'x'.repeat(90);
    expect(wrapText(`${'word '.repeat(16)}end`)).toBe(`${'word '.repeat(15)}word\nend`);
    expect(wrapText(`a ${long} b`)).toBe(`a\n${long}\nb`);
    expect(wrapText('\t* indented\n\n  Note: kept')).toBe('\t* indented\n\n  Note: kept');
    expect(wrapText(long)).toBe(long);
  });
});

describe('an excerpt', () => {
  const text = '{\n\t"naïve": 1,\r\n  "zz": 2\n}';

  test('shows the line and what is meant in it', () => {
    expect(excerpt(text, { file: 't.json', line: 2, column: 2, length: 7 })).toBe(
      't.json:2:2\n  2 | \t"naïve": 1,\n    | \t^^^^^^^',
    );
  });

  test('stays within the line', () => {
    expect(excerpt(text, { file: 't.json', line: 3, column: 9, length: 50 })).toBe(
      't.json:3:9\n  3 |   "zz": 2\n    |         ^',
    );
    expect(excerpt(text, { file: 't.json', line: 9, column: 1 })).toBe('t.json:9:1\n  9 | \n    | ^');
  });

  test('needs a place', () => {
    expect(placeOf({ file: 't.json', line: 2 })).toBeUndefined();
    expect(placeOf({ file: 't.json', line: 2, column: 3 })).toEqual({
      file: 't.json',
      line: 2,
      column: 3,
      length: 1,
    });
  });
});
