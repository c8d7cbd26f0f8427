import { expect, test } from 'vitest';
import { lineSplitter } from '../../src/communicators/lines.ts';

function split(...chunks: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const splitter = lineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return lines;
}

test('lines are cut at line ends only, wherever chunks end', () => {
  expect(split('a', 'b\nc', '\n', '\n', 'd')).toEqual(['ab', 'c', '', 'd']);
  expect(split('a\n')).toEqual(['a']);
  expect(split()).toEqual([]);
});

test('characters cut by chunks stay whole', () => {
  const bytes = Buffer.from('中文');
  expect(split(bytes.subarray(0, 2), bytes.subarray(2, 4), bytes.subarray(4))).toEqual(['中文']);
});

test('only the part after the last carriage return is shown, but a line end of DOS is no overwrite', () => {
  expect(split('1%\r2%\r', '3%', '\r\n', 'dos \r\n')).toEqual(['3%', 'dos']);
  expect(split('a\rb\r')).toEqual(['b']);
});

test('endless output without line ends does not pile up', () => {
  expect(split(...Array.from({ length: 40 }, () => 'x'.repeat(65_536))).length).toBeGreaterThan(1);
});
