import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const UGLY =
  '{"_why":"x","builders":[{"type":"null","n":1.50,"t":"\\u0041/\\/"}],\r\n  "variables":{},"provisioners":[]}';
const PRETTY = `{
  "_why": "x",
  "builders": [
    {
      "type": "null",
      "n": 1.50,
      "t": "\\u0041/\\/"
    }
  ],
  "variables": {},
  "provisioners": []
}
`;

const read = (cwd: string, name: string) => readFileSync(join(cwd, name), 'utf8');

describe('fmt', () => {
  it('writes the one form, keeps order and texts, and names what it changed', async () => {
    const cwd = folderWith({ 'ugly.json': UGLY, 'pretty.json': PRETTY });
    const { code, stdout } = await runMain(['fmt', 'ugly.json', 'pretty.json'], { cwd });
    expect([code, stdout]).toEqual([0, 'ugly.json\n']);
    expect(read(cwd, 'ugly.json')).toBe(PRETTY);
    expect((await runMain(['fmt'], { cwd })).stdout).toBe('');
  });

  it('prints what comes from standard input', async () => {
    expect(await runMain(['fmt', '-'], { stdin: UGLY })).toEqual({ code: 0, stdout: PRETTY, stderr: '' });
    expect((await runMain(['fmt', '-'], { stdin: PRETTY })).stdout).toBe(PRETTY);
  });

  it('only tells with -check, by its exit code too', async () => {
    const cwd = folderWith({ 'ugly.json': UGLY, 'pretty.json': PRETTY });
    expect(await runMain(['fmt', '-check'], { cwd })).toMatchObject({ code: 3, stdout: 'ugly.json\n' });
    expect(await runMain(['fmt', '-check', 'pretty.json'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    expect(read(cwd, 'ugly.json')).toBe(UGLY);
  });

  it('shows the changes with -diff', async () => {
    const cwd = folderWith({ 't.json': PRETTY.replace('  "variables": {}', '\t"variables" : {}') });
    const { stdout } = await runMain(['fmt', '-diff', '-write=false', 't.json'], { cwd });
    expect(stdout).toBe(
      't.json\n--- old/t.json\n+++ new/t.json\n@@ -7,6 +7,6 @@\n       "t": "\\u0041/\\/"\n     }\n   ],\n' +
        '-\t"variables" : {},\n+  "variables": {},\n   "provisioners": []\n }\n',
    );
  });

  it('takes the templates of a folder and leaves other files alone', async () => {
    const cwd = folderWith({ 'a.json': UGLY, 'package.json': '{"name":"x"}', 'broken.json': '{' });
    mkdirSync(join(cwd, 'deeper'));
    writeFileSync(join(cwd, 'deeper', 'b.json'), UGLY);
    expect((await runMain(['fmt', '.'], { cwd })).stdout).toBe('a.json\n');
    expect((await runMain(['fmt', '-recursive', '.'], { cwd })).stdout).toBe('deeper/b.json\n');
    expect(read(cwd, 'package.json')).toBe('{"name":"x"}');
  });

  it('says what it cannot read, and does the rest', async () => {
    const cwd = folderWith({ 'broken.json': '{"a":1,}', 'ugly.json': UGLY });
    const { code, stdout } = await runMain(['fmt', 'broken.json', 'ugly.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain("Original error: Error parsing JSON: invalid character '}'");
    expect(stdout).toMatch(/\nugly\.json\n$/);
    const missing = await runMain(['fmt', 'nope.json'], { cwd });
    expect(missing).toMatchObject({
      code: 1,
      stdout: '"nope.json": stat nope.json: no such file or directory\n',
    });
  });
});
