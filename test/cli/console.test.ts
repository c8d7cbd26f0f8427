import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const template = {
  variables: { a: '1', b: '{{user `a`}}2', token: 'very-secret' },
  'sensitive-variables': ['token'],
  builders: [{ type: 'null', communicator: 'none' }],
};

describe('a pipe', () => {
  it.each([
    ['the last result alone', '{{user `a`}}\n  {{upper `x`}}-{{user `b`}}  \n', 'X-12\n'],
    ['nothing for nothing', '', '\n'],
    ['variables by their names', 'variables', '\na: 1,\nb: 12,\ntoken: <sensitive>,\n\n'],
    ['no end at exit', 'exit\n{{user `a`}}', '1\n'],
    ['how to use it', 'help', /^Packer console JSON Mode\.\n.*--config-type=hcl2 option\.\n$/s],
    ['no secret', 'x{{user `token`}}', 'x<sensitive>\n'],
  ])('gives %s', async (_what, stdin, text) => {
    const cwd = folderWith({ 't.json': template });
    const { code, stdout } = await runMain(['console', 't.json'], { cwd, stdin });
    expect(code).toBe(0);
    if (typeof text === 'string') expect(stdout).toBe(text);
    else expect(stdout).toMatch(text);
  });

  it('tells what is wrong as Packer does, and ends well', async () => {
    const { code, stdout } = await runMain(['console'], { stdin: '{{env `HOME`}}\nx' });
    expect(code).toBe(0);
    expect(stdout).toBe(
      '???????: Interpolation error\n\ntemplate: root:1:2: executing "root" at <env `HOME`>: error calling env: env\n' +
        'vars are not allowed here\n\n\nx\n',
    );
  });

  it('takes variables without a template, and goes on without one that is required', async () => {
    const cwd = folderWith({ 't.json': { ...template, variables: { c: null } } });
    expect((await runMain(['console', '-var', 'q=7'], { stdin: '{{user `q`}}' })).stdout).toBe('7\n');
    const flags = ['-var', 'd=8', 't.json'];
    expect((await runMain(['console', ...flags], { cwd, stdin: '{{user `c`}}{{user `d`}}' })).stdout).toBe(
      '8\n',
    );
  });

  it('refuses a template that cannot be read', async () => {
    const { code, stdout } = await runMain(['console', 'nope.json'], { stdin: 'x' });
    expect([code, stdout]).toEqual([1, '"nope.json": stat nope.json: no such file or directory\n']);
  });
});

describe('a person', () => {
  it('gets each result, up to exit', async () => {
    const cwd = folderWith({ 't.json': template });
    const answers = ['{{user `b`}}', '{{nope}}', 'exit', '{{user `a`}}'];
    const { code, stdout } = await runMain(['console', 't.json'], { cwd, answers });
    expect(code).toBe(0);
    expect(stdout).toContain('\n12\n');
    expect(stdout).toContain('function "nope" not defined');
    expect(stdout).not.toContain('\n1\n');
  });

  it('hears what is wrong with the variables', async () => {
    const cwd = folderWith({ 't.json': { ...template, variables: { c: null } } });
    const { stdout } = await runMain(['console', 't.json'], { cwd, answers: ['exit'] });
    expect(stdout).toContain('required variable not set: c');
  });
});
