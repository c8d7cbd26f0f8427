import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/template/model/template.ts';
import { noOpensshServer, type OpensshServer, opensshServer } from '../communicators/ssh/openssh-server.ts';
import { missing } from './program.ts';

const OURS = new URL('../../bin/ecs-imagebuild.js', import.meta.url).pathname;
const absent = missing('packer') ?? noOpensshServer;

/** Builds over a real OpenSSH server; `@` in a text is a folder that guest and builder share. */
const CASES: readonly (readonly [name: string, provisioners: readonly JsonObject[], more?: JsonObject])[] = [
  [
    'inline',
    [
      {
        type: 'shell',
        inline: ['echo one', 'echo two >&2', 'echo {{build `ID`}} {{build `User`}} {{build `ConnType`}}'],
      },
    ],
  ],
  ['two scripts', [{ type: 'shell', scripts: ['@/a.sh', '@/b.sh'], environment_vars: ["A=it's"] }]],
  ['a failing script', [{ type: 'shell', scripts: ['@/a.sh', '@/fail.sh', '@/b.sh'] }]],
  [
    'a failure with a cleaner',
    [{ type: 'shell', script: '@/fail.sh' }],
    { 'error-cleanup-provisioner': { type: 'shell', inline: ['echo cleaning'] } },
  ],
  ['exit codes', [{ type: 'shell', inline: ['exit 3'], valid_exit_codes: [3] }]],
  [
    'a file of variables',
    [{ type: 'shell', inline: ['echo $A'], environment_vars: ['A=b c'], use_env_var_file: true }],
  ],
  [
    'a pause',
    [
      { type: 'shell', inline: ['true'], pause_after: '20ms' },
      { type: 'shell', inline: ['true'], pause_before: '20ms' },
    ],
  ],
  ['carriage returns', [{ type: 'shell', inline: ["printf 'a\\rb\\n'"] }]],
  ['uploads', [{ type: 'file', sources: ['@/a.sh', '@/tree'], destination: '@/up/' }]],
  ['an upload into nothing', [{ type: 'file', source: '@/a.sh', destination: '@/gone/x' }]],
  ['an upload onto a folder', [{ type: 'file', source: '@/a.sh', destination: '@/tree' }]],
  ['a download', [{ type: 'file', direction: 'download', source: '@/a.sh', destination: '@/down/' }]],
  [
    'a download of nothing',
    [{ type: 'file', direction: 'download', source: '@/gone', destination: '@/down/' }],
  ],
  [
    'a download of a folder',
    [{ type: 'file', direction: 'download', source: '@/tree/', destination: '@/down' }],
  ],
  ['retries', [{ type: 'shell', inline: ['echo try; exit 1'], max_retries: 1 }]],
  [
    'override and only',
    [
      { type: 'shell', inline: ['echo a', 'echo b'], override: { null: { inline: ['echo c'] } } },
      { type: 'shell', inline: ['echo not'], except: ['null'] },
    ],
  ],
  ['a bad command', [{ type: 'shell', inline: ['true'], execute_command: '{{.Nope}} {{.Path}}' }]],
];

interface Settings {
  readonly provisioners: readonly JsonObject[];
  readonly more: JsonObject | undefined;
}

describe.skipIf(absent !== undefined)(
  absent ?? 'provisioners over OpenSSH say what those of Packer 1.6.6 say',
  () => {
    let server: OpensshServer;
    const folder = mkdtempSync(join(tmpdir(), 'provisioners-'));
    beforeAll(async () => {
      server = await opensshServer();
      writeFileSync(join(folder, 'key'), server.privateKey, { mode: 0o600 });
    });
    afterAll(() => {
      server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    test.each(CASES.map(([name, provisioners, more]) => ({ name, provisioners, more })))(
      '$name',
      async ({ provisioners, more }) => {
        const packer = await build('packer', ['build'], { provisioners, more });
        const own = await build(process.execPath, [OURS, 'build'], { provisioners, more });
        expect(own).toEqual(packer);
      },
    );

    async function build(program: string, args: readonly string[], { provisioners, more }: Settings) {
      const shared = mkdtempSync(join(folder, 'shared-'));
      prepare(shared);
      const builder = {
        type: 'null',
        ssh_host: '127.0.0.1',
        ssh_port: server.port,
        ssh_username: userInfo().username,
        ssh_private_key_file: join(folder, 'key'),
      };
      // Scripts that fail are left where they are, and the guest is this machine.
      const placed = provisioners.map((one) =>
        one['type'] === 'shell' ? { remote_folder: '@/', ...one } : one,
      );
      const whole = JSON.stringify({ builders: [builder], provisioners: placed, ...more }).replaceAll(
        '@/',
        `${shared}/`,
      );
      writeFileSync(join(shared, 't.json'), whole);
      const env = {
        PATH: process.env['PATH'] ?? '',
        HOME: shared,
        TMPDIR: shared,
        CHECKPOINT_DISABLE: '1',
        PACKER_CONFIG_DIR: shared,
      };
      const child = spawn(program, [...args, '-color=false', 't.json'], {
        cwd: shared,
        env,
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      const output = await text(child.stdout);
      const made = [
        'up/a.sh',
        'up/tree/deep',
        'up/deep',
        'down/a.sh',
        'down/deep',
        'down/tree/deep',
        'tree/a.sh',
      ];
      return {
        code: await ended,
        lines: comparable(output.replaceAll(shared, 'SHARED')),
        made: made.filter((name) => existsSync(join(shared, name))),
      };
    }
  },
);

function prepare(shared: string): void {
  for (const name of ['tree', 'up']) mkdirSync(join(shared, name));
  writeFileSync(join(shared, 'tree/deep'), 'deep');
  writeFileSync(join(shared, 'a.sh'), 'echo a: $A\n');
  writeFileSync(join(shared, 'b.sh'), 'echo b: $PACKER_BUILD_NAME\r\n');
  writeFileSync(join(shared, 'fail.sh'), 'echo failing; exit 5\n');
}

/** Without times, temporary names and the way out that only this tool tells. Two streams come in no order: sorted. */
function comparable(output: string): readonly string[] {
  return (
    output
      .split('\n')
      // scp ends its complaint with a line end, which Packer prints.
      .filter((line) => line !== '' && line !== '==> null:')
      .filter((line) => !/: Run \d{8}-\d{6}-/.test(line) && !/^ {4}(?!null: )/.test(line))
      .map((line) =>
        line
          .replace(/packer-shell\d+/g, 'SCRIPT')
          .replace(/(script|varfile)_\d+/g, '$1_N')
          .replace(/after \d+ .*?(seconds?|minutes?)(?=[:.]|$)/, 'after SOME TIME'),
      )
      .sort()
  );
}
