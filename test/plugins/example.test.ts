import { describe, expect, it } from 'vitest';
import { project } from './project.ts';

const EXAMPLE = 'ecs-imagebuild-plugin-example';
const none = { type: 'null', communicator: 'none' };

describe('the example plug-in', () => {
  it('builds, post-processes and gives data to the template language', async () => {
    const at = project(
      {
        variables: { release: '{{file_text `VERSION`}}' },
        builders: [{ type: `npm:${EXAMPLE}/folder`, name: 'pages', target: 'out', names: ['a', 'b'] }],
        'post-processors': [[{ type: 'sizes', output: 'sizes-{{user `release`}}.txt' }]],
      },
      { VERSION: '1.4\n', 'ecs-imagebuild.json': { plugins: [EXAMPLE] } },
    );
    const text = JSON.stringify(JSON.parse(at.read('t.json')))
      .replace('"out"', JSON.stringify(at.path('out')))
      .replace('sizes-{{', `${at.path('sizes')}-{{`)
      .replace('`VERSION`', `\`${at.path('VERSION')}\``);
    at.write('t.json', text);
    const { code, stdout } = await at.main('run', '-color=false', 't.json');
    expect(code, stdout).toBe(0);
    expect(at.read('sizes-1.4.txt')).toBe(`0\t${at.path('out/a')}\n0\t${at.path('out/b')}\n`);
    expect(stdout).toContain('==> pages: Making CWD/out\n');
    expect(stdout).toContain('    pages (sizes): 2 files measured\n');
    expect(stdout).toContain('--> pages: Folder: CWD/out\n--> pages: Sizes in: CWD/sizes-1.4.txt\n');
  });

  it('is documented like components of ours, and known to editors and completion', async () => {
    const at = project({}, { 'ecs-imagebuild.json': { plugins: [EXAMPLE] } });
    expect((await at.main('docs')).stdout).toMatch(/Post-processors:\n.*\n {2}sizes\n/s);
    expect((await at.main('docs', 'sizes')).stdout).toMatch(
      /^sizes \(post-processor\)\n\n {2}output \(string.*\)\n/,
    );
    expect((await at.main('docs', `npm:${EXAMPLE}/folder`)).stdout).toContain(
      `npm:${EXAMPLE}/folder (builder)`,
    );
    expect((await at.main('docs', `npm:${EXAMPLE}/none`)).code).toBe(1);
    const schema = JSON.parse((await at.main('schema')).stdout);
    expect(schema.definitions['post-processor-sizes'].properties.output.description).toBe('File to write.');
    expect((await at.main('completion', 'bash', '--', 'docs', 'siz')).stdout).toContain('sizes');
  });

  it('answers in the console', async () => {
    const at = project(
      { builders: [none] },
      { VERSION: '7\n', 'ecs-imagebuild.json': { plugins: [EXAMPLE] } },
    );
    at.write('t.json', { variables: { v: `{{file_text \`${at.path('VERSION')}\`}}` }, builders: [none] });
    const { stdout } = await at.ask(
      '{{user `v`}}-{{file_text (user `nothing`)}}\n{{user `v`}}!\n',
      'console',
      't.json',
    );
    expect(stdout).toContain('its arguments must be known before the build begins');
    expect(stdout.trim().split('\n').at(-1)).toBe('7!');
  });

  it('hides its secrets, and removes what is not kept', async () => {
    const at = project({ builders: [], 'post-processors': [] });
    const builder = { type: `npm:${EXAMPLE}`, target: at.path('out'), names: ['a'], token: 'hush-hush' };
    at.write('t.json', {
      builders: [{ ...builder, name: 'x' }],
      'post-processors': [{ type: 'compress', output: at.path('x.tar.gz') }],
    });
    const { code, stdout } = await at.main('run', '-color=false', 't.json');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('with <sensitive>');
    expect(stdout).not.toContain('hush-hush');
    expect([at.has('out'), at.has('x.tar.gz')]).toEqual([false, true]);
  });

  it('provisions a guest of the embedded cloud, with data of the running build', async () => {
    const at = project({
      builders: [
        {
          type: 'alicloud-ecs',
          region: 'cn-hangzhou',
          image_name: 'made',
          instance_type: 'ecs.g6.large',
          source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
          ssh_username: 'root',
          ssh_timeout: '20s',
        },
      ],
      provisioners: [
        { type: `npm:${EXAMPLE}/line`, file: '/etc/motd', line: 'made of {{.ID}} by {{build `User`}}' },
        { type: `npm:${EXAMPLE}/line`, file: '/etc/motd', line: 'made of {{.ID}} by {{build `User`}}' },
        { type: 'shell', inline: ['cat /etc/motd'] },
      ],
    });
    const { code, stdout } = await at.main('run', '-color=false', '--emulate', 't.json');
    expect(code, stdout).toBe(0);
    expect(stdout.match(/ {4}alicloud-ecs: made of i-\w+ by root\n/g)).toHaveLength(1);
  });

  it('refuses settings as built-in components do', async () => {
    const at = project({
      builders: [
        { type: `npm:${EXAMPLE}/folder`, target: 'x', nmaes: ['a'] },
        { ...none, name: 'n' },
      ],
      provisioners: [{ type: `npm:${EXAMPLE}/line`, file: { a: 1 }, only: ['n'] }],
    });
    const { code, stdout } = await at.main('validate', 't.json');
    expect(code).toBe(1);
    expect(stdout).toContain(`unknown configuration key: '"nmaes"'`);
    expect(stdout).toContain('Did you mean "names"?');
    expect(stdout).toContain("'file' expected type 'string'");
  });

  it('says itself what is wrong with them, all of it', async () => {
    const at = project({ builders: [{ type: `npm:${EXAMPLE}/folder` }] });
    const { stdout } = await at.main('validate', 't.json');
    expect(stdout).toContain(
      '2 error(s) occurred:\n\n* `target` must be set\n* `names` must have one name at least',
    );
  });

  it('goes on with a run where it stopped', async () => {
    const at = project({});
    at.write('t.json', {
      builders: [{ type: `npm:${EXAMPLE}`, name: 'x', target: at.path('out'), names: ['a'] }],
      'post-processors': [
        { type: `npm:${EXAMPLE}`, output: at.path('sizes') },
        { type: 'shell-local', inline: [`test -f ${at.path('now')}`] },
      ],
    });
    expect((await at.main('run', '-color=false', 't.json')).code).toBe(1);
    at.write('now', '');
    const [run] = JSON.parse((await at.main('runs', '--json')).stdout);
    const { code, stdout } = await at.main('resume', run.id, '-color=false');
    expect(code, stdout).toBe(0);
    expect(stdout).toContain(`Post-processor 1.1 (npm:${EXAMPLE}) has run already: not run again.`);
    expect(stdout).toContain('--> x: Sizes in: CWD/sizes\n');
  });
});
