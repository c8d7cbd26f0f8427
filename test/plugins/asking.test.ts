import { expect, it } from 'vitest';
import { project } from './project.ts';

const none = { type: 'null', communicator: 'none' };

/** A plug-in whose function answers once `together` calls are under way, and notes in which order it was called. */
const plugin = (together: number): string => `
  import { appendFileSync } from 'node:fs';
  let open = [];
  const ask = (what) => new Promise((resolve) => {
    appendFileSync('asked.txt', what + '\\n');
    open.push(() => resolve(what === 'bad' ? undefined : what + '!'));
    if (open.length === ${together}) for (const answer of open.splice(0)) answer();
  });
  export const plugin = { apiVersion: 1, functions: { ask: { parameters: ['what'], doc: '', call: ask } } };
`;

function asking(together: number, template: object) {
  const at = project(template, { 'ecs-imagebuild.json': { plugins: ['./own.mjs'] } });
  at.write('own.mjs', plugin(together).replace("'asked.txt'", JSON.stringify(at.path('asked.txt'))));
  return at;
}

it('all that builds ask is asked side by side, each thing once, and only for the builds that are meant', async () => {
  const at = asking(3, {
    builders: [
      { ...none, name: 'a' },
      { ...none, name: 'b' },
      { ...none, name: 'c' },
    ],
    provisioners: [
      { type: 'shell-local', inline: ['echo {{ask `one`}} {{ask `two`}} {{uuid | len}}'] },
      { type: 'shell-local', inline: ['echo {{ask `two`}} {{ask build_name}}'], only: ['a'] },
      { type: 'shell-local', inline: ['echo {{ask `never`}}'], only: ['c'] },
    ],
  });
  const { code, stdout } = await at.main('run', '-color=false', '-except=c', 't.json');
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('    a: one! two! 36\n');
  expect(stdout).toContain('    a: two! a!\n');
  expect(at.read('asked.txt').trim().split('\n').sort()).toEqual(['a', 'one', 'two']);
});

it('an answer may lead to another question, in variables, names and settings', async () => {
  const at = asking(1, {
    variables: { v: '{{ask (ask `x`)}}{{if eq (ask `x`) `x!`}}-{{ask `y`}}{{else}}-{{ask `z`}}{{end}}' },
    builders: [{ ...none, name: 'n-{{ask (ask `n`)}}' }],
    provisioners: [{ type: 'shell-local', inline: ['echo {{user `v`}} {{ask (ask `p`)}}'] }],
  });
  const { code, stdout } = await at.main('run', '-color=false', 't.json');
  expect(code, stdout).toBe(0);
  expect(stdout).toContain('    n-n!!: x!!-y! p!!\n');
  expect(at.read('asked.txt').trim().split('\n')).toEqual(['x', 'x!', 'y', 'n', 'n!', 'p', 'p!']);
});

it('an argument that differs each time is asked once where a variable has it, and refused elsewhere', async () => {
  const at = asking(1, { variables: { v: '{{ask uuid}}' }, builders: [none] });
  expect((await at.main('validate', 't.json')).code).toBe(0);
  expect(at.read('asked.txt').trim().split('\n')).toHaveLength(1);
  at.write('t.json', {
    builders: [none],
    provisioners: [{ type: 'shell-local', inline: ['echo {{ask uuid}}'] }],
  });
  const { stdout } = await at.main('validate', 't.json');
  expect(stdout.replaceAll('\n', ' ')).toContain('its arguments must be known before the build begins');
});

it('an answer that fails keeps its place and its words', async () => {
  const at = asking(2, {
    builders: [none],
    provisioners: [{ type: 'shell-local', inline: ['echo {{ask `good`}} {{ask `bad`}}'] }],
  });
  const { stdout, stderr } = await at.main('validate', 't.json');
  expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
    'executing "root" at <ask `bad`>: error calling ask: the function gave undefined instead of a string',
  );
  expect(stderr).toContain('provisioner 1 (shell-local), inline[0]: error calling ask');
  expect(stderr).toMatch(/\n {2}\d+ \|.*\{\{ask `good`\}\} \{\{ask `bad`\}\}.*\n[^^]*\^{9}\n/);
});
