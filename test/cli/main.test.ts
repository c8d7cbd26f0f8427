import { describe, expect, it } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const nullBuilder = { type: 'null', communicator: 'none' };
const ok = { builders: [nullBuilder] };

describe('commands and exit codes', () => {
  it.each([[[]], [['nope']]])('says what there is and exits 127 for %j', async (argv) => {
    const { code, stdout } = await runMain(argv);
    expect(code).toBe(127);
    expect(stdout).toContain('Usage: ecs-imagebuild [--version] [--help] <command> [<args>]');
    expect(stdout).toContain('run, build');
  });

  it.each(['init', 'plugins', 'plugin', 'execute', 'sbom-generate', 'verify-attestation'])(
    'says why there is no %s',
    async (name) => {
      const { code, stdout } = await runMain([name, 't.json']);
      expect(code).toBe(1);
      expect(stdout).toMatch(new RegExp(`^${name}: .+\\.\n.+\\.\n$`));
    },
  );

  it('takes the flags of later releases of Packer', async () => {
    const cwd = folderWith({ 't.json': ok });
    const flags = ['-use-sequential-evaluation', '-no-warn-undeclared-var', '-config-type=json'];
    expect(await runMain(['validate', ...flags, 't.json'], { cwd })).toMatchObject({ code: 0, stdout: '' });
  });

  it('suggests the flag that was meant, or one that it begins', async () => {
    expect((await runMain(['build', '-paralel-builds=1', 't'])).stdout).toContain(
      'Did you mean -parallel-builds?',
    );
    expect((await runMain(['build', '-parallel=false', 't'])).stdout).toContain(
      'flag provided but not defined: -parallel\nDid you mean -parallel-builds?',
    );
  });

  it('suggests the command that was meant', async () => {
    const { code, stdout } = await runMain(['validat', 't.json']);
    expect(code).toBe(127);
    expect(stdout).toMatch(/^Unknown command: validat\nDid you mean validate\?/);
  });

  it.each([
    [['-h']],
    [['--help']],
    [['help']],
    [['build', '-h']],
    [['help', 'validate']],
    [['-v']],
    [['version']],
  ])('exits 0 for %j', async (argv) => {
    const { code, stderr } = await runMain(argv);
    expect([code, stderr]).toEqual([0, '']);
  });

  it.each([
    [['build'], 'Usage: ecs-imagebuild run [options] TEMPLATE'],
    [['validate', 'a', 'b'], 'Usage: ecs-imagebuild validate'],
    [['-foo', 'build'], 'Invalid flags before the subcommand.'],
    [['build', '-nope', 'x'], 'flag provided but not defined: -nope'],
    [['build', '-parallel-builds=x', 't'], 'invalid value "x" for flag -parallel-builds: parse error'],
    [['build', '-color', 'false', 't'], 'Usage: ecs-imagebuild run'],
    [['validate', '-var', 'fruit', 't'], 'invalid value "fruit" for flag -var: No \'=\' value in arg: fruit'],
    [['build', '-on-error=retry', 't'], 'invalid value "retry" for flag -on-error: expected one of'],
  ])('exits 1 for the bad usage %j', async (argv, text) => {
    const { code, stdout } = await runMain(argv);
    expect(code).toBe(1);
    expect(stdout).toContain(text);
  });

  it('refuses flags of the embedded cloud without --emulate', async () => {
    const cwd = folderWith({ 't.json': ok });
    const { code, stdout } = await runMain(['run', '--emulate-state', 'x', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('--emulate-state only goes with --emulate');
  });

  it('writes flags in help with one dash', async () => {
    const { stdout } = await runMain(['run', '-h']);
    expect(stdout).toMatch(/^ {2}-var=<key=value> /m);
    expect(stdout).toMatch(/^ {2}-force /m);
    expect(stdout).not.toMatch(/^ {2}--/m);
  });

  it('tells its version to programs', async () => {
    const { stdout } = await runMain(['version', '-machine-readable']);
    expect(stdout).toMatch(/^\d+,,version,\d+\.\d+\.\d+\n\d+,,version-prelease,\n/);
  });
});

describe('validate', () => {
  it('says nothing about a template that is right', async () => {
    const cwd = folderWith({ 't.json': ok });
    expect(await runMain(['validate', 't.json'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('reads a template from standard input', async () => {
    const outcome = await runMain(['validate', '-syntax-only', '-'], { stdin: JSON.stringify(ok) });
    expect(outcome.stdout).toBe('Syntax-only check passed. Everything looks okay.\n');
  });

  it.each([
    ['a missing file', 'nofile.json', '', '"nofile.json": stat nofile.json: no such file or directory\n'],
    [
      'a template without builders',
      't.json',
      {},
      'Error: \n\n1 error occurred:\n\t* at least one builder must be defined\n\n\n\n\n',
    ],
    [
      'an unknown setting and an unknown builder',
      't.json',
      {
        builders: [
          { ...nullBuilder, zz: 1 },
          { type: 'zzzzz', name: 'q' },
        ],
      },
      'Error: Failed to prepare build: "null"\n\n1 error occurred:\n\t* unknown configuration key: \'"zz"\'\n\n\n\n' +
        'Error: Failed to initialize build "q"\n\nerror initializing builder \'zzzzz\': Unknown builder zzzzz\n\n\n',
    ],
    [
      'an unknown post-processor',
      't.json',
      { ...ok, 'post-processors': ['nope'] },
      'Error: Failed to initialize build "null"\n\nerror initializing post-processor \'nope\': Unknown post-processor nope\n\n\n',
    ],
    [
      'a long text, wrapped at 80 columns',
      't.json',
      {
        ...ok,
        provisioners: [
          { type: 'shell-local', only: ['a-long-unknown-builder-name-that-goes-on'], inline: ['x'] },
        ],
      },
      "Error: \n\n1 error occurred:\n\t* provisioner 1: 'only' specified builder\n'a-long-unknown-builder-name-that-goes-on' not found\n\n\n\n\n",
    ],
  ])('tells %s as Packer does', async (_what, name, template, text) => {
    const cwd = folderWith({ 't.json': template });
    expect(await runMain(['validate', name], { cwd })).toMatchObject({ code: 1, stdout: text });
  });

  it.each([
    ['a setting', { inlin: ['x'] }, 'inline'],
    ['a key beside the settings', { inline: ['x'], onyl: ['null'] }, 'only'],
    ['one in other case', { inline: ['x'], Pause_Befor: '1s' }, 'pause_before'],
  ])('suggests what was meant by %s', async (_what, settings, meant) => {
    const provisioners = [{ type: 'shell-local', ...settings }];
    const cwd = folderWith({ 't.json': { ...ok, provisioners } });
    const { code, stdout } = await runMain(['validate', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain(`Did you mean "${meant}"?`);
  });

  it('sends old keys to fix, which mends them', async () => {
    const old = { type: 'null', ssh_host: 'h', ssh_username: 'u', ssh_password: 'p', ssh_key_path: 'k' };
    const cwd = folderWith({ 't.json': { builders: [old] } });
    const { stdout } = await runMain(['validate', 't.json'], { cwd });
    expect(stdout).toContain('Put it right with: ecs-imagebuild fix TEMPLATE');
    const fixed = (await runMain(['fix', 't.json'], { cwd })).stdout;
    expect(fixed).toContain('"ssh_private_key_file": "k"');
  });

  it('names a required variable, and how to give it', async () => {
    const cwd = folderWith({ 't.json': { ...ok, variables: { a: null } } });
    const { code, stdout } = await runMain(['validate', 't.json'], { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('\t* required variable not set: a\n');
    expect(stdout).toContain("-var 'a=...'");
    expect((await runMain(['validate', '-var', 'a=', 't.json'], { cwd })).code).toBe(0);
  });

  it('takes -var before any -var-file, wherever it stands', async () => {
    const named = { variables: { n: 'x' }, builders: [{ ...nullBuilder, name: '{{user `n`}}', zz: 1 }] };
    const cwd = folderWith({ 't.json': named, 'v.json': { n: 'file' } });
    const { stdout } = await runMain(['validate', '-var', 'n=flag', '-var-file', 'v.json', 't.json'], {
      cwd,
    });
    expect(stdout).toContain('Failed to prepare build: "flag"');
  });

  it('selects by the rendered name', async () => {
    const builders = [
      { ...nullBuilder, name: 'a-{{user `n`}}', zz: 1 },
      { ...nullBuilder, name: 'b' },
    ];
    const cwd = folderWith({ 't.json': { variables: { n: '1' }, builders } });
    expect((await runMain(['validate', '-except=a-1', 't.json'], { cwd })).code).toBe(0);
    expect((await runMain(['validate', '-only=a-1', 't.json'], { cwd })).code).toBe(1);
    expect((await runMain(['validate', '-only=nothing', 't.json'], { cwd })).code).toBe(1);
  });

  it('checks qemu, which cannot be run, and alicloud-import', async () => {
    const qemu = {
      type: 'qemu',
      communicator: 'none',
      iso_url: 'x.iso',
      iso_checksum: 'none',
      qemuargs: [['-m', '1G']],
    };
    const keys = { access_key: 'a-key', secret_key: 'a-secret', region: 'cn-beijing' };
    const chain = [
      { type: 'alicloud-import', ...keys, oss_bucket_name: 'images', image_name: 'web', format: 'RAW' },
    ];
    const cwd = folderWith({
      'ok.json': { builders: [qemu], 'post-processors': [chain] },
      'bad.json': { builders: [{ type: 'qemu', communicator: 'none' }] },
    });
    expect(await runMain(['validate', 'ok.json'], { cwd })).toMatchObject({ code: 0, stdout: '' });
    const { stdout } = await runMain(['validate', 'bad.json'], { cwd });
    expect(stdout).toContain(
      '* A checksum must be specified\n* One of iso_url or iso_urls must be specified',
    );
    expect((await runMain(['run', 'ok.json'], { cwd })).stdout).toContain(
      "builder 'qemu' can be validated but not run",
    );
  });
});

describe('inspect', () => {
  it('takes the smallest template where none is given, as Packer does', async () => {
    const { code, stdout } = await runMain(['inspect']);
    expect(code).toBe(0);
    expect(stdout).toContain('Variables:\n\n  <No variables>\n\nBuilders:\n\n  null\n');
  });

  it('gives records to programs', async () => {
    const cwd = folderWith({ 't.json': { ...ok, description: 'a, b', variables: { r: null, o: 'x' } } });
    const { stdout } = await runMain(['inspect', '-machine-readable', 't.json'], { cwd });
    expect(stdout.replace(/^\d+/gm, '')).toContain(
      ',,ui,say,Description:\\n\n,,ui,say,a%!(PACKER_COMMA) b\\n\n,,ui,say,Required variables:\\n\n' +
        ',,template-variable,r,,1\n,,ui,say,  r\n',
    );
  });

  it('prints the parts in the form of Packer', async () => {
    const template = {
      variables: { a: 'hello', s: 'secretvalue' },
      'sensitive-variables': ['s'],
      builders: [
        { type: 'null', name: 'n-{{user `a`}}' },
        { type: 'null', name: 'b' },
      ],
      provisioners: [{ type: 'shell-local', inline: ['x'] }],
    };
    const cwd = folderWith({ 't.json': template });
    const { stdout } = await runMain(['inspect', 't.json'], { cwd });
    expect(stdout).toBe(
      'Packer Inspect: JSON mode\nOptional variables and their defaults:\n\n  a = hello\n  s = <sensitive>\n\n' +
        'Builders:\n\n  b              (null)\n  n-{{user `a`}} (null)\n\nProvisioners:\n\n  shell-local\n\n' +
        'Note: If your build names contain user variables or template\n' +
        "functions such as 'timestamp', these are processed at build time,\n" +
        'and therefore only show in their raw form here.\n',
    );
  });
});
