import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SFTPWrapper } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GuestFactory } from '../../src/guests/guest.ts';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import { sandboxGuests } from '../../src/guests/sandbox/sandbox-guest.ts';
import { parseScp } from '../../src/guests/transfer/scp-command.ts';
import { noOpenSsh, noSandboxHere, type Rig, startGuest } from './rig.ts';

const kinds: readonly (readonly [string, () => GuestFactory, string | undefined])[] = [
  ['memory', memoryGuests, noOpenSsh],
  ['sandbox', sandboxGuests, noOpenSsh ?? noSandboxHere()],
];

const sha = (data: Buffer) => createHash('sha256').update(data).digest('hex');

describe.each(kinds)('files of a %s guest', (_kind, makeFactory, missing) => {
  describe.skipIf(missing !== undefined)(missing ?? 'by scp and sftp', () => {
    const factory = makeFactory();
    let rig: Rig;
    const data = randomBytes(700_000);
    const local = (name: string) => join(rig.folder, name);

    beforeAll(async () => {
      rig = await startGuest(factory);
      writeFileSync(local('data'), data, { mode: 0o640 });
      mkdirSync(local('tree/sub dir'), { recursive: true });
      writeFileSync(local('tree/a'), 'a');
      writeFileSync(local("tree/sub dir/it's"), 'quoted', { mode: 0o755 });
      writeFileSync(local('tree/empty'), '');
    });

    afterAll(async () => {
      await rig.dispose();
      await factory.dispose();
    });

    it.each([['-O'], ['-s']])(
      'scp %s sends and fetches bytes, folders, modes and odd names',
      async (mode) => {
        const target = `/tmp/up${mode}`;
        expect(await rig.openSsh('scp', [mode, '-p', local('data'), `guest:${target}`])).toMatchObject({
          code: 0,
          stderr: '',
        });
        expect(await rig.text(`sha256sum < ${target}; stat -c %a ${target}`)).toBe(`${sha(data)}  -\n640\n`);
        expect(await rig.openSsh('scp', [mode, `guest:${target}`, local('back')])).toMatchObject({
          code: 0,
          stderr: '',
        });
        expect(sha(readFileSync(local('back')))).toBe(sha(data));
        const sent = await rig.openSsh('scp', [mode, '-rp', local('tree'), `guest:/opt/tree${mode}`]);
        expect(sent).toMatchObject({ code: 0, stderr: '' });
        expect(
          await rig.text(`cat "/opt/tree${mode}/sub dir/it's"; stat -c %a "/opt/tree${mode}/sub dir/it's"`),
        ).toBe('quoted755\n');
        expect(
          await rig.openSsh('scp', [mode, '-rp', `guest:/opt/tree${mode}`, local(`fetched${mode}`)]),
        ).toMatchObject({ code: 0 });
        expect(readFileSync(local(`fetched${mode}/sub dir/it's`), 'utf8')).toBe('quoted');
        expect(statSync(local(`fetched${mode}/sub dir/it's`)).mode & 0o777).toBe(0o755);
      },
    );

    it('scp says what is wrong in the words of OpenSSH', async () => {
      await rig.text('mkdir -p /tmp/box/data');
      const intoFolder = await rig.openSsh('scp', ['-O', local('data'), 'guest:/tmp/box']);
      expect(intoFolder).toMatchObject({ code: 1 });
      expect(intoFolder.stderr).toContain('scp: /tmp/box/data: Is a directory');
      const absent = await rig.openSsh('scp', ['-O', 'guest:/tmp/nosuch', local('x')]);
      expect(absent).toMatchObject({ code: 1 });
      expect(absent.stderr).toContain('scp: /tmp/nosuch: No such file or directory');
      expect((await rig.openSsh('scp', ['-O', 'guest:/tmp/box', local('x')])).stderr).toContain(
        'not a regular file',
      );
    });

    it('scp fetches what wildcards name', async () => {
      await rig.text(
        'mkdir /tmp/many; echo 1 > /tmp/many/a.log; echo 2 > /tmp/many/b.log; echo 3 > /tmp/many/c.txt',
      );
      mkdirSync(local('logs'));
      await rig.openSsh('scp', ['-O', 'guest:/tmp/many/*.log', local('logs')]);
      expect(readFileSync(local('logs/b.log'), 'utf8')).toBe('2\n');
      expect(() => readFileSync(local('logs/c.txt'))).toThrow();
    });

    it('sftp -b does the everyday things and ends with success', async () => {
      const batch = [
        'mkdir /tmp/s',
        `put ${local('data')} /tmp/s/d`,
        'rename /tmp/s/d /tmp/s/e',
        'chmod 600 /tmp/s/e',
        'ln -s /tmp/s/e /tmp/s/l',
        'ls -l /tmp/s',
        `get /tmp/s/l ${local('got')}`,
        'rm /tmp/s/l',
        'rm /tmp/s/e',
        'rmdir /tmp/s',
      ];
      const result = await rig.openSsh('sftp', ['-b', '-', 'guest'], `${batch.join('\n')}\n`);
      expect(result).toMatchObject({ code: 0, stderr: '' });
      expect(result.stdout.toString()).toMatch(/-rw------- .* e$/m);
      expect(sha(readFileSync(local('got')))).toBe(sha(data));
    });

    it('sftp answers with the right status codes', async () => {
      const client = await rig.connect();
      const sftp = await new Promise<SFTPWrapper>((resolve, reject) =>
        client.sftp((error, made) => (error === undefined ? resolve(made) : reject(error))),
      );
      const status = (work: (done: (error?: Error | null) => void) => void) =>
        new Promise<number | undefined>((resolve) =>
          work((error) =>
            resolve(
              error !== null && error !== undefined && 'code' in error ? Number(error.code) : undefined,
            ),
          ),
        );
      expect(await status((done) => sftp.stat('/nosuch', done))).toBe(2);
      expect(await status((done) => sftp.rmdir('/etc', done))).toBe(4);
      expect(await status((done) => sftp.fastPut(local('data'), '/opt/fast', done))).toBeUndefined();
      expect(await rig.text('sha256sum < /opt/fast')).toBe(`${sha(data)}  -\n`);
      expect(await status((done) => sftp.readFile('/etc', done))).toBe(4);
      expect(await status((done) => sftp.symlink('fast', '/opt/slow', done))).toBeUndefined();
      expect(await rig.text('readlink /opt/slow')).toBe('fast\n');
      client.end();
    });
  });
});

describe('the command line of scp', () => {
  it.each([
    ['scp -vt /tmp\n', 'to', ['/tmp']],
    ["scp -r -p -t -- '/tmp/a b'", 'to', ['/tmp/a b']],
    ['scp -f ~/x y\\ z', 'from', ['/root/x', '/root/y z']],
  ])('%j is read as a shell would', (command, direction, paths) => {
    const parsed = parseScp(command, '/root');
    expect(parsed?.direction).toBe(direction);
    expect(parsed?.paths.map((path) => path.path)).toEqual(paths);
  });

  it.each(['scp a b', 'scp -t /tmp; rm x', 'scp -t $HOME', 'echo scp -t'])(
    '%j is left to the shell',
    (command) => {
      expect(parseScp(command, '/root')).toBeUndefined();
    },
  );
});
