import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const template = {
  variables: { token: 'very-secret' },
  'sensitive-variables': ['token'],
  builders: [{ type: 'null', communicator: 'none', name: 'web' }],
  provisioners: [{ type: 'shell-local', inline: ['echo {{user `token`}}; env | grep PACKER_RUN_UUID'] }],
};
const LINE = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[(INFO|DEBUG|ERROR)\] /;

async function build(env: Readonly<Record<string, string>>, more: object = {}) {
  const cwd = folderWith({ 't.json': { ...template, ...more } });
  return { ...(await runMain(['build', '-color=false', 't.json'], { cwd, env })), cwd };
}

describe('PACKER_LOG', () => {
  it('writes what happens to standard error, in lines of Go, without secrets', async () => {
    const { code, stderr, stdout } = await build({ PACKER_LOG: '1' });
    expect(code).toBe(0);
    const lines = stderr.split('\n').slice(0, -1);
    expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
    expect(lines[1]).toMatch(/\[INFO\] No tty available: /);
    expect(lines[0]).toMatch(/ecs-imagebuild version: \d+\.\d+\.\d+ \[node v/);
    expect(stderr).toContain('[INFO] web: run-started {');
    expect(lines.at(-1)).toMatch(/exit status 0$/);
    expect(stderr).not.toContain('ui:');
    expect(stdout).toContain('web: <sensitive>');
  });

  it('goes to a file, output and all, where PACKER_LOG_PATH names one', async () => {
    const { stderr, cwd } = await build({ PACKER_LOG: 'yes', PACKER_LOG_PATH: 'packer.log' });
    const text = readFileSync(join(cwd, 'packer.log'), 'utf8');
    expect(stderr).toBe('');
    expect(text).toContain('[INFO] ui: web: <sensitive>\n');
    expect(text).not.toContain('very-secret');
  });

  it.each([{}, { PACKER_LOG: '0' }, { PACKER_LOG: '', PACKER_LOG_PATH: 'packer.log' }])(
    'is silent with %j',
    async (env) => {
      expect((await build(env)).stderr).toBe('');
    },
  );

  it('tells an error as one', async () => {
    const failing = { provisioners: [{ type: 'shell-local', inline: ['exit 3'] }] };
    const { code, stderr } = await build({ PACKER_LOG: '1' }, failing);
    expect(code).toBe(1);
    expect(stderr).toMatch(/ \[ERROR\] web: run-ended /);
    expect(stderr).toMatch(/exit status 1\n$/);
  });

  it('says when the file cannot be written', async () => {
    const { code, stderr, stdout } = await build({
      PACKER_LOG: '1',
      PACKER_LOG_PATH: 'no/such/folder/x.log',
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^Couldn't setup log output: open no\/such\/folder\/x\.log: no such file or directory\n/,
    );
  });
});

describe('PACKER_RUN_UUID', () => {
  it('is there for local scripts', async () => {
    expect((await build({})).stdout).toMatch(/web: PACKER_RUN_UUID=\S+\n/);
  });
});
