import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { glob } from '../../src/files/glob.ts';
import { globPattern } from '../../src/files/glob-pattern.ts';
import { postProcessing } from './rig.ts';

it('says what it takes and what it leaves, and takes files as they are written', async () => {
  using at = postProcessing({ a: '', b: '', 'c.txt': '' });
  const made = await at.run('artifice', { files: [at.path('?'), at.path('nope'), at.path('a')] });
  expect(made?.files).toEqual([at.path('a'), at.path('b'), at.path('a')]);
  expect(at.lines).toEqual([
    'say: Discarding files from artifact: FOLDER/a, FOLDER/b, FOLDER/c.txt',
    'say: Using these artifact files: FOLDER/a, FOLDER/b, FOLDER/a',
  ]);
  await expect(at.run('artifice', {})).rejects.toThrow('No files specified in artifice configuration');
  await expect(at.run('artifice', { files: ['x/[b'] })).rejects.toThrow('syntax error in pattern: x/[b');
});

describe('a pattern', () => {
  it.each([
    ['*.txt', ['.hid.txt', '1.txt', '2.txt', '[x].txt']],
    ['[12].txt', ['1.txt', '2.txt']],
    ['[^1].txt', ['2.txt']],
    ['[2-1].txt', []],
    ['\\[x\\].txt', ['[x].txt']],
    ['{1,2}.txt', []],
    ['*/*.txt', ['sub/3.txt']],
    ['**/3.txt', ['sub/3.txt']],
    ['sub/../1*', ['1.txt']],
    ['./*2.txt', ['2.txt']],
    ['sub/', ['sub/']],
    ['sub//3.txt', ['sub//3.txt']],
    ['gone/*', []],
  ])('%s finds what Go finds', async (pattern, found) => {
    using at = postProcessing({ '1.txt': '', '2.txt': '', '[x].txt': '', '.hid.txt': '' });
    mkdirSync(at.path('sub'));
    writeFileSync(at.path('sub/3.txt'), '');
    const expected = /[*?[\\]/.test(pattern)
      ? found.map((name) => join(at.folder, name))
      : found.map((name) => `${at.folder}/${name}`);
    expect(await glob(`${at.folder}/${pattern}`)).toEqual(expected);
  });

  it.each(['[', '[]', '[]a]', '[a', 'a[-b]', '\\'])('%s is none', (pattern) => {
    expect(globPattern(pattern)).toBeUndefined();
  });

  it('takes every character for itself that has no meaning', () => {
    expect(globPattern('a.b+(c)^$|{}')?.test('a.b+(c)^$|{}')).toBe(true);
    expect(globPattern('a.b')?.test('axb')).toBe(false);
    expect(globPattern('[\u00e4\\-z]?')?.test('-\u{1f600}')).toBe(true);
  });
});
