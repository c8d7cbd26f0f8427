import { describe, expect, it } from 'vitest';
import { type Files, packageOf, project } from './project.ts';

const none = { type: 'null', communicator: 'none' };
const withProvisioner = (type: string) => ({ builders: [none], provisioners: [{ type }] });

async function refusal(template: unknown, files: Files = {}): Promise<string> {
  const { code, stdout, stderr } = await project(template, files).main('validate', 't.json');
  expect(code).toBe(1);
  expect(stdout + stderr).not.toMatch(/^ +at /m);
  return (stdout + stderr).replaceAll(/\s+/g, ' ');
}

describe('a package', () => {
  it('that is not there is named, with the way to get it', async () => {
    const text = await refusal(withProvisioner('npm:nowhere'));
    expect(text).toContain('plug-in nowhere: there is no such package, seen from CWD');
    expect(text).toContain('npm install nowhere');
  });

  it('whose code fails is told by its message', async () => {
    const files = packageOf('broken', '(() => { throw new Error("no luck today"); })()');
    expect(await refusal(withProvisioner('npm:broken'), files)).toContain(
      'plug-in broken cannot be loaded: no luck today',
    );
  });

  it('without a plug-in is told apart', async () => {
    const files = { ...packageOf('other', 'null') };
    expect(await refusal(withProvisioner('npm:other'), files)).toContain('package other is no plug-in');
  });

  it.each([
    ['2', 'version 2 of the plug-in interface; this program has version 1', 'Update ecs-imagebuild'],
    ['undefined', 'version undefined of', 'apiVersion: 1'],
    ['"1"', 'version "1" of', 'apiVersion: 1'],
  ])('of interface version %s is refused', async (version, said, hint) => {
    const text = await refusal(withProvisioner('npm:p'), packageOf('p', `{ apiVersion: ${version} }`));
    expect(text).toContain(said);
    expect(text).toContain(hint);
  });

  it.each([
    ['{ provisoners: {} }', 'exports provisoners, which is unknown; did you mean provisioners?'],
    ['{ provisioners: { Big: {} } }', 'provisioner "Big" must be named in small letters'],
    ['{ provisioners: { a: {} } }', 'provisioner "a" has no function `run`'],
    ['{ provisioners: { a: { run() {} } } }', 'provisioner "a": fields must be an object'],
    [
      '{ provisioners: { a: { run() {}, fields: { x: { kind: "strng" } } } } }',
      'provisioner "a", field "x" has kind "strng"; did you mean string?',
    ],
    [
      '{ provisioners: { a: { run() {}, fields: { x: { kind: "string", doc: "" } } } } }',
      'provisioner "a", field "x" has no `default`',
    ],
    [
      '{ postProcessors: { a: { run() {}, fields: {} } } }',
      'post-processor "a" must say `keepsInput: true` or `false`',
    ],
    ['{ functions: { "a-b": {} } }', 'function "a-b" must be named in letters'],
    ['{ functions: { a: { call() {} } } }', 'function "a" must list the names of its `parameters`'],
  ])('that exports %s is refused', async (rest, said) => {
    const plugin = rest.replace('{', '{ apiVersion: 1,');
    expect(await refusal(withProvisioner('npm:p'), packageOf('p', plugin))).toContain(`plug-in p: ${said}`);
  });

  it('is found by the conditions of its exports, as CommonJS, and by main', async () => {
    const plugin = '{ apiVersion: 1, provisioners: { a: { fields: {}, run: async () => undefined } } }';
    const files = {
      ...packageOf('conditions', plugin, {
        type: 'module',
        exports: { '.': { types: './index.d.ts', import: './index.js' } },
      }),
      ...packageOf('@scope/main', plugin, { type: 'module', main: './index.js' }),
      'node_modules/common/package.json': { name: 'common', main: 'x.js' },
      'node_modules/common/x.js': `exports.plugin = ${plugin};`,
    };
    const types = ['npm:conditions', 'npm:@scope/main/a', 'npm:common/a'];
    const at = project({ builders: [none], provisioners: types.map((type) => ({ type })) }, files);
    expect(await at.main('validate', 't.json')).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('a component', () => {
  const two = '{ apiVersion: 1, provisioners: { a: { fields: {}, run() {} }, b: { fields: {}, run() {} } } }';

  it('has to be named where there are several, and by a name that there is', async () => {
    expect(await refusal(withProvisioner('npm:two'), packageOf('two', two))).toContain(
      'which one? Name it: npm:two/a, npm:two/b',
    );
    expect(await refusal(withProvisioner('npm:two/c'), packageOf('two', two))).toContain(
      'plug-in two has no provisioner c It has: a, b',
    );
    expect(await refusal(withProvisioner('npm:'))).toContain('"npm:" names no package');
  });

  it('of a listed package that is mistyped is guessed', async () => {
    const files = {
      ...packageOf('mine', two.replace('a: {', 'install: {')),
      'ecs-imagebuild.json': { plugins: ['mine'] },
    };
    expect(await refusal(withProvisioner('instal'), files)).toContain('Did you mean "install"?');
  });

  it('that two listed packages have is refused', async () => {
    const files = {
      ...packageOf('one', two),
      ...packageOf('other', two),
      'package.json': { 'ecs-imagebuild': { plugins: ['one', 'other'] } },
    };
    expect(await refusal({ builders: [none] }, files)).toContain(
      'plug-in other: the provisioner a is there already, from plug-in one',
    );
  });

  it('that throws while it runs fails the build by its message', async () => {
    const plugin =
      '{ apiVersion: 1, provisioners: { a: { fields: {}, run: async () => { throw new Error("out of paint"); } } } }';
    const at = project(withProvisioner('npm:p'), packageOf('p', plugin));
    const { code, stdout } = await at.main('run', '-color=false', 't.json');
    expect(code).toBe(1);
    expect(stdout).toContain('--> null: out of paint\n');
  });

  it('that gives no artifact is refused', async () => {
    const plugin = '{ apiVersion: 1, builders: { a: { fields: {}, run: async () => ({ files: "x" }) } } }';
    const at = project({ builders: [{ type: 'npm:p' }] }, packageOf('p', plugin));
    expect((await at.main('run', '-color=false', 't.json')).stdout).toContain(
      'npm:p gave an artifact without a `text`',
    );
  });
});

describe('a list of plug-ins', () => {
  it.each([
    ['{', 'ecs-imagebuild.json: '],
    ['[]', 'its settings must be an object'],
    ['{"plugin": []}', 'unknown key "plugin"; did you mean plugins?'],
    ['{"plugins": "x"}', '`plugins` must be a list of names'],
    ['{"plugins": [1]}', '`plugins` must be a list of names'],
  ])('that reads %s is refused', async (text, said) => {
    expect(await refusal({ builders: [none] }, { 'ecs-imagebuild.json': text })).toContain(said);
  });

  it('may name a file of the project', async () => {
    const files = {
      'plugins/own.mjs':
        'export const plugin = { apiVersion: 1, functions: { shout: { parameters: ["text"], doc: "", call: (text) => text.toUpperCase() } } };',
      'ecs-imagebuild.json': { plugins: ['./plugins/own.mjs'] },
    };
    const inline = ['echo {{shout `{{user "x"}}` | lower}} {{shout (user `y`)}}'];
    const at = project(
      { variables: { y: 'why' }, builders: [none], provisioners: [{ type: 'shell-local', inline }] },
      files,
    );
    const { code, stdout } = await at.main('run', '-color=false', 't.json');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(' WHY\n');
  });
});

describe('a function of the template language', () => {
  const functions = (call: string) => ({
    ...packageOf(
      'f',
      `{ apiVersion: 1, functions: { ask: { parameters: ['what'], doc: '', call: ${call} } } }`,
    ),
    'ecs-imagebuild.json': { plugins: ['f'] },
  });
  const asking = (text: string) => ({ variables: { v: text }, builders: [none] });

  it('that fails is worded as built-in ones are', async () => {
    const text = await refusal(
      asking('{{ask `x`}}'),
      functions('async () => { throw new Error("nobody home"); }'),
    );
    expect(text).toContain('executing "root" at <ask `x`>: error calling ask: plug-in f: nobody home');
  });

  it('that gives no string is refused, and so is a wrong number of arguments', async () => {
    expect(await refusal(asking('{{ask `x`}}'), functions('() => 1'))).toContain(
      'gave number instead of a string',
    );
    expect(await refusal(asking('{{ask}}'), functions('() => ""'))).toContain(
      'wrong number of args for ask: want 1 got 0',
    );
  });

  it('is unknown while its package is not listed', async () => {
    const text = await refusal(asking('{{ask `x`}}'));
    expect(text).toContain('function "ask" not defined');
  });

  it('must not have the name of another one', async () => {
    const files = {
      ...packageOf(
        'f',
        `{ apiVersion: 1, functions: { upper: { parameters: [], doc: '', call: () => '' } } }`,
      ),
      'ecs-imagebuild.json': { plugins: ['f'] },
    };
    expect(await refusal({ builders: [none] }, files)).toContain(
      'the function upper is there already, from the template language',
    );
  });
});
