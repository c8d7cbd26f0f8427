import { expect, it } from 'vitest';
import { unifiedDiff } from '../../../src/cli/fmt/unified-diff.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`);

it('is empty for equal texts', () => {
  expect(unifiedDiff('x', 'a\n', 'a\n')).toBe('');
});

it('shows changes that are far apart each with its surroundings', () => {
  const before = numbered(20);
  const after = before.toSpliced(1, 1, 'other\n').toSpliced(15, 1);
  expect(unifiedDiff('x', before.join(''), after.join('')).split('\n')).toEqual([
    '--- old/x',
    '+++ new/x',
    '@@ -1,5 +1,5 @@',
    ' line 0',
    '-line 1',
    '+other',
    ' line 2',
    ' line 3',
    ' line 4',
    '@@ -13,7 +13,6 @@',
    ' line 12',
    ' line 13',
    ' line 14',
    '-line 15',
    ' line 16',
    ' line 17',
    ' line 18',
  ]);
});

it('tells of a missing line end', () => {
  expect(unifiedDiff('x', 'a', 'a\n')).toBe(
    '--- old/x\n+++ new/x\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+a',
  );
});

it('counts lines from nothing', () => {
  expect(unifiedDiff('x', '', 'a\n')).toBe('--- old/x\n+++ new/x\n@@ -0,0 +1,1 @@\n+a');
});
