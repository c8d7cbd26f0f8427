import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const named = (name: string) => ({ type: 'null', communicator: 'none', name });
const template = {
  variables: { release: '1' },
  builders: [named('web-{{user `release`}}'), named('db{{user `suffix`}}{{"region" | user}}')],
  'post-processors': [{ type: 'manifest', name: 'list', output: 'manifest.json' }],
};
const SET = ['-var', 'suffix=', '-var=region='];

const HCL = 'source "null" "a" {\n  communicator = "none"\n}\nbuild {\n  sources = ["null.a"]\n}\n';

function call(...argv: readonly string[]) {
  return runMain([...argv, 't.json'], { cwd: folderWith({ 't.json': template }) });
}

describe('names on the command line that nothing has', () => {
  it.each(['run', 'build', 'validate', 'steps'])('%s -only that leaves no build fails', async (command) => {
    for (const only of ['-only=nope', '-only=', '-only=web,DB', '-only=null']) {
      const { code, stdout } = await call(command, only, ...SET);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^Error: No builds to run\n/);
      expect(stdout).toContain('\nThe builds are: db, web-1.\n');
    }
  });

  it('policy keeps standard output free for the policy', async () => {
    const { code, stdout, stderr } = await call('policy', '-only=nope', ...SET);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('No builds to run');
  });

  it('run fails when -only and -except leave nothing, or -except alone', async () => {
    expect((await call('run', '-only=db', '-except=db', ...SET)).code).toBe(1);
    expect((await call('run', '-except=db,web-1', ...SET)).code).toBe(1);
    expect((await call('validate', '-except=db,web-1', ...SET)).code).toBe(0);
  });

  it('an HCL2 template has no steps and no policy without a build', async () => {
    const cwd = folderWith({ 't.pkr.hcl': HCL });
    for (const command of ['steps', 'policy', 'run'])
      expect((await runMain([command, '-only=nope', 't.pkr.hcl'], { cwd })).code).toBe(1);
  });

  it('warns of each name on standard error alone, with the names there are', async () => {
    const { code, stdout, stderr } = await call('validate', '-only=db,wbe-1', '-except=lsit', ...SET);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('Warning: -only names "wbe-1", which is no build of the template.');
    expect(stderr).toContain('Did you mean web-1? The builds are: db, web-1.');
    expect(stderr).toContain('Warning: -except names "lsit", which is no build or post-processor');
    expect(stderr).toContain('Did you mean list? There are: db, web-1, list.');
  });

  it('warns of a variable that is neither declared nor referred to, beside errors too', async () => {
    const told = await call('validate', '-var', 'relase=2', '-var', 'relase=3', ...SET);
    expect(told).toMatchObject({ code: 0, stdout: '' });
    expect(told.stderr).toContain('Did you mean release? The variables are: release, suffix, region.');
    expect(told.stderr.split('relase')).toHaveLength(2);
    const cwd = folderWith({ 't.json': { ...template, variables: { release: null } } });
    const missing = await runMain(['validate', '-var', 'relase=2', ...SET, 't.json'], { cwd });
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('Did you mean release?');
  });

  it('says nothing of names that there are', async () => {
    const { code, stderr } = await call('validate', '-only=web-1', '-except=list,db', ...SET);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('tells programs by records', async () => {
    const { stdout, stderr } = await call('validate', '-machine-readable', '-except=nope', ...SET);
    expect(stdout).toMatch(/,,mistake,[^\n]*-except names "nope"/);
    expect(stderr).toBe('');
  });
});

describe('a reference to a variable that nobody defines', () => {
  const template = {
    variables: { a: 'x{{user `zz`}}', b: '{{user `c`}}', c: 'v', release: '1' },
    builders: [{ type: 'null', communicator: 'none', name: 'web-{{user `relase`}}' }],
    provisioners: [{ type: 'shell-local', inline: ['echo "[{{user `a`}}]"'] }],
  };

  it('is empty as in Packer, with a warning that names place and nearest name', async () => {
    const cwd = folderWith({ 't.json': template });
    const { code, stdout, stderr } = await runMain(['run', '-color=false', 't.json'], { cwd });
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('web-: []');
    expect(stderr).toMatch(/t\.json:1:\d+: Warning: the variable "zz" is not defined, and is empty\./);
    expect(stderr).toMatch(/Warning: the variable "relase" [\s\S]*Did you mean release\?/);
  });

  it('is an error with -strict-variables', async () => {
    const cwd = folderWith({ 't.json': template });
    const { code, stderr } = await runMain(['validate', '-strict-variables', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toContain('the variable "relase" is not defined.');
  });

  it('is an error in a value where no other variable with a reference has one', async () => {
    const variables = { a: 'x{{user `zz`}}', c: 'v' };
    const cwd = folderWith({ 't.json': { ...template, variables, provisioners: [] } });
    const { code, stdout } = await runMain(['validate', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('Failed to interpolate "a"');
  });
});
