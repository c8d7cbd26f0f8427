import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRun } from '../../../src/engine/run-folder.ts';
import { folderWith } from '../../temporary-folder.ts';
import { runMain } from '../run-main.ts';

async function offered(words: readonly string[], { cwd = folderWith({}), shell = 'fish' } = {}) {
  const { code, stdout } = await runMain(['completion', shell, '--', ...words], { cwd });
  expect(code).toBe(0);
  return stdout.split('\n').slice(0, -1);
}

const values = async (...args: Parameters<typeof offered>) =>
  (await offered(...args)).map((line) => line.split('\t')[0]);

describe('completion', () => {
  it('offers commands with what they do', async () => {
    expect(await offered(['insp'])).toEqual(['inspect\tsee the parts of a template']);
    expect(await values([''])).toEqual(expect.arrayContaining(['run', 'build', 'completion', 'help']));
    expect(await values(['help', 'val'])).toEqual(['validate']);
  });

  it('offers flags with as many dashes as were written', async () => {
    expect(await values(['run', '-par'])).toEqual(['-parallel-builds=']);
    expect(await values(['build', '--forc'])).toEqual(['--force']);
    expect(await values(['nope', '-'])).toEqual([]);
  });

  it.each([
    [
      ['run', '-on-error', 'a'],
      ['abort', 'ask'],
    ],
    [['run', '-on-error=run'], ['-on-error=run-cleanup-provisioner']],
    [
      ['run', '-force', '-emulate-latency', ''],
      ['instant', 'fast', 'realistic', ':any'],
    ],
    [['run', '-var-file', 'x'], [':any']],
    [['run', '-var-file=x'], [':any']],
    [['run', '-parallel-builds', ''], []],
  ])('offers the values of a flag: %j', async (words, expected) => {
    expect(await values(words)).toEqual(expected);
  });

  it('offers templates, and what the template on the line has', async () => {
    const template = { variables: { release: '1' }, builders: [{ type: 'null', name: 'web' }] };
    const cwd = folderWith({ 't.json': template, 'broken.json': '{' });
    expect(await values(['validate', ''])).toEqual([':json']);
    expect(await values(['validate', 'a', ''])).toEqual([]);
    expect(await values(['validate', 't.json', '-only='], { cwd })).toEqual(['-only=web']);
    expect(await values(['validate', 't.json', '-var', ''], { cwd })).toEqual(['release=']);
    expect(await values(['validate', 'broken.json', '-only='], { cwd })).toEqual([]);
  });

  it('offers the runs of this folder, and steps', async () => {
    const cwd = folderWith({});
    const header = { build: 'web', builder: 'null', template: 't.json', region: '', now: '', digest: '' };
    const folder = createRun(join(cwd, '.ecs-imagebuild'), header);
    folder.journal.write({ type: 'started', step: 'connected' });
    folder.journal.write({ type: 'ended', outcome: 'failed' });
    await folder.close();
    mkdirSync(join(cwd, 'elsewhere'));
    const [run = ''] = await offered(['ssh', ''], { cwd });
    expect(run).toMatch(/^\d{8}-\d{6}-[0-9a-f]{6}\tweb failed$/);
    expect(await values(['step', run.split('\t')[0] ?? '', ''], { cwd })).toEqual(['connected']);
    expect(await values(['steps', ''], { cwd })).toEqual([run.split('\t')[0], ':json']);
    expect(await values(['ssh', '-state-dir=elsewhere', ''], { cwd })).toEqual([]);
  });

  it('offers components and shells', async () => {
    expect((await offered(['docs', 'file', 'win'])).sort()).toEqual([
      'windows-restart\tprovisioner',
      'windows-shell\tprovisioner',
    ]);
    expect(await values(['completion', ''])).toEqual(['bash', 'zsh', 'fish']);
  });

  it('leaves the command of a guest alone', async () => {
    expect(await values(['ssh', '20260101-000000-abcdef', '-'])).toEqual([]);
  });

  it('knows that bash parts words at signs', async () => {
    expect(await offered(['run', '-on-error', '=', 'ab'], { shell: 'bash' })).toEqual(['abort']);
    expect(await offered(['run', '-on-error', '='], { shell: 'bash' })).toHaveLength(4);
    expect(await offered(['run', '-on-e'], { shell: 'bash' })).toEqual(['-on-error=']);
  });

  it('refuses a shell that it does not know', async () => {
    const { code, stdout } = await runMain(['completion', 'tcsh']);
    expect(code).toBe(1);
    expect(stdout).toContain(
      'There is no completion for "tcsh".\nThere is one for each of: bash, zsh, fish.\n',
    );
  });
});
