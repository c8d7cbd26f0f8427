import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runMain } from '../../cli/run-main.ts';
import { folderWith } from '../../temporary-folder.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Runs or validates a template with one file builder; paths in `settings` that begin with `./` are of its folder. */
async function build(
  settings: (path: (name: string) => string) => Settings,
  more: Settings = {},
  command = 'run',
) {
  const cwd = folderWith({});
  const path = (name: string) => join(cwd, name);
  writeFileSync(path('source.txt'), 'of the source\n');
  chmodSync(path('source.txt'), 0o755);
  mkdirSync(path('folder'));
  writeFileSync(path('t.json'), JSON.stringify({ builders: [{ type: 'file', ...settings(path) }], ...more }));
  const flags = command === 'run' ? ['-color=false'] : [];
  const { code, stdout } = await runMain([command, ...flags, 't.json'], { cwd });
  return { code, stdout: stdout.replaceAll(cwd, 'CWD').replace(/^==> file: Run .*\n/m, ''), path };
}

describe('the file builder', () => {
  it('writes a text that only its owner may read, and says nothing of it', async () => {
    const { code, stdout, path } = await build((at) => ({ target: at('a/b/t.txt'), content: 'hello' }));
    expect(code, stdout).toBe(0);
    expect(readFileSync(path('a/b/t.txt'), 'utf8')).toBe('hello');
    expect(statSync(path('a/b/t.txt')).mode & 0o777).toBe(0o600);
    expect(stdout).toMatch(/^Build 'file' finished after /);
    expect(stdout).toContain('--> file: Stored file: CWD/a/b/t.txt\n');
  });

  it('copies a file without its mode', async () => {
    const { stdout, path } = await build((at) => ({ target: at('t.txt'), source: at('source.txt') }));
    expect(stdout).toContain('==> file: Copying CWD/source.txt to CWD/t.txt\n==> file: Copied 14 bytes\n');
    expect(readFileSync(path('t.txt'), 'utf8')).toBe('of the source\n');
    expect(statSync(path('t.txt')).mode & 0o111).toBe(0);
  });

  it.each([
    [{ source: 'gone.txt' }, 'open CWD/gone.txt: no such file or directory'],
    [{ source: 'folder' }, 'read CWD/folder: is a directory'],
    [{ source: 'source.txt', target: 'folder' }, 'open CWD/folder: is a directory'],
    [{ target: 'source.txt/x' }, 'mkdir CWD/source.txt: not a directory'],
  ])('fails in Go words with %j', async (settings, why) => {
    const { code, stdout } = await build((at) =>
      Object.fromEntries(
        Object.entries({ target: 't.txt', ...settings }).map(([key, name]) => [key, at(name)]),
      ),
    );
    expect(code).toBe(1);
    expect(stdout).toContain(`--> file: ${why}\n`);
  });

  it('does not empty a file that it is to copy onto itself', async () => {
    const { stdout, path } = await build((at) => ({ target: at('source.txt'), source: at('source.txt') }));
    expect(stdout).toContain('source and target are the same file');
    expect(readFileSync(path('source.txt'), 'utf8')).toBe('of the source\n');
  });

  it.each([
    [{}, '* target required'],
    [{ target: 'x', source: 'y', content: 'z' }, '* Cannot specify source file AND content'],
    [{ target: 'x', communicator: 'none' }, `unknown configuration key: '"communicator"'`],
  ])('refuses %j', async (settings, why) => {
    const { code, stdout } = await build(() => settings, {}, 'validate');
    expect(code).toBe(1);
    expect(stdout).toContain(why);
  });

  it('warns of an empty file', async () => {
    const { code, stdout } = await build(() => ({ target: 'x' }), {}, 'validate');
    expect([code, stdout.trim()]).toEqual([
      0,
      'Warning: Warning when preparing build: "file"\n\nBoth source file and contents are blank; target will have no content',
    ]);
  });

  it('provisions nothing but this machine, and keeps the file when that fails', async () => {
    const provisioners = [
      { type: 'shell', inline: ['exit 1'] },
      { type: 'file', source: 'package.json', destination: '/nowhere/' },
      { type: 'shell-local', inline: ['exit 4'] },
    ];
    const cleanup = { type: 'shell-local', inline: ['echo cleaning'] };
    const { code, stdout, path } = await build((at) => ({ target: at('t.txt'), content: 'x' }), {
      provisioners,
      'error-cleanup-provisioner': cleanup,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('Script exited with non-zero exit status: 4.');
    expect(stdout).not.toContain('cleaning');
    expect(existsSync(path('t.txt'))).toBe(true);
  });
});
