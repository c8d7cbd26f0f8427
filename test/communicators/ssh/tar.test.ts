import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { noTarHere } from './guest-tar.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';

const live = { signal: new AbortController().signal };
const why = noOpensshServer ?? noTarHere();

/** Every path below a folder with kind, mode and content, links as links. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const facts = lstatSync(join(folder, name));
      if (facts.isSymbolicLink()) return `${name} -> link`;
      const mode = (facts.mode & 0o777).toString(8);
      return `${name} ${mode} ${facts.isDirectory() ? 'folder' : readFileSync(join(folder, name), 'utf8').length}`;
    });
}

function fill(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** A folder of programs for the guest: those named, and scripts of the test's own. */
function programs(
  folder: string,
  real: readonly string[],
  own: Readonly<Record<string, string>> = {},
): string {
  mkdirSync(folder, { recursive: true });
  for (const name of real) {
    const path = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    symlinkSync(path, join(folder, name));
  }
  for (const [name, text] of Object.entries(own)) writeFileSync(join(folder, name), text, { mode: 0o755 });
  return folder;
}

describe.skipIf(why !== undefined)(suiteName('folders as one archive'), () => {
  let server: OpensshServer;
  let comm: Communicator;
  let work: string;
  let peer: (from: string, to: string) => void;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server);
    work = join(server.folder, 'work');
    mkdirSync(work);
    const key = join(server.folder, 'key');
    writeFileSync(key, server.privateKey, { mode: 0o600 });
    const settings = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'LogLevel=ERROR'];
    peer = (from, to) => {
      execFileSync('scp', [
        '-O',
        '-q',
        '-r',
        '-F',
        '/dev/null',
        '-i',
        key,
        '-P',
        String(server.port),
        ...settings.flatMap((each) => ['-o', each]),
        from,
        `127.0.0.1:${to}`,
      ]);
    };
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  function source(name: string): string {
    const folder = fill(join(work, name), {
      plain: 'text',
      'deep/er/file': 'x'.repeat(700_000),
      'private/key': 'secret',
      [`long/${'n'.repeat(120)}/${'m'.repeat(200)}`]: 'long',
      'ünï/中文': 'utf8',
    });
    mkdirSync(join(folder, 'empty'));
    chmodSync(join(folder, 'private'), 0o700);
    chmodSync(join(folder, 'private/key'), 0o600);
    chmodSync(join(folder, 'plain'), 0o775);
    symlinkSync('plain', join(folder, 'link'));
    symlinkSync('deep', join(folder, 'folder-link'));
    return folder;
  }

  test('arrive in a new place as scp sends them', async () => {
    const from = source('fresh');
    await comm.uploadDir(from, join(work, 'fresh-ours'), live);
    peer(from, join(work, 'fresh-peer'));
    expect(listing(join(work, 'fresh-ours'))).toEqual(listing(join(work, 'fresh-peer')));
    const mode = (name: string) => statSync(join(work, name)).mode & 0o777;
    expect(mode('fresh-ours')).toBe(mode('fresh-peer'));
    mkdirSync(join(work, 'inside'));
    await comm.uploadDir(from, join(work, 'inside'), live);
    expect(readdirSync(join(work, 'inside'))).toEqual(['fresh']);
  });

  test('fill a place that is there without touching what else is in it', async () => {
    const from = source('filling');
    for (const side of ['ours', 'peer']) {
      const place = fill(join(work, `place-${side}`, 'filling'), { plain: 'old', other: 'stays' });
      mkdirSync(join(work, `elsewhere-${side}`));
      symlinkSync(join(work, `elsewhere-${side}`), join(place, 'deep'));
      writeFileSync(join(work, `target-${side}`), 'old text that is longer than the new one');
      symlinkSync(join(work, `target-${side}`), join(place, 'link'));
      mkdirSync(join(place, 'private'));
      chmodSync(join(place, 'private'), 0o711);
    }
    await comm.uploadDir(from, join(work, 'place-ours'), live);
    peer(from, join(work, 'place-peer'));
    // A file that is there gets the mode of the new one; scp leaves it.
    chmodSync(join(work, 'place-peer/filling/plain'), 0o755);
    expect(listing(join(work, 'place-ours'))).toEqual(listing(join(work, 'place-peer')));
    expect(existsSync(join(work, 'elsewhere-ours/er/file'))).toBe(true);
    expect(readFileSync(join(work, 'target-ours'), 'utf8')).toBe('text');
  });

  test('with a slash give their contents alone, to a place that must be there', async () => {
    const from = source('contents');
    mkdirSync(join(work, 'contents-there'));
    await comm.uploadDir(`${from}/`, join(work, 'contents-there'), live);
    expect(listing(join(work, 'contents-there'))).toContain('plain 755 4');
    await expect(comm.uploadDir(`${from}/`, join(work, 'nowhere'), live)).rejects.toMatchObject({
      code: 'transfer-failed',
      message: expect.stringMatching(/^Process exited with status 1: .*nowhere/),
    });
  });

  test('tell their bytes', async () => {
    const from = fill(join(work, 'counted'), { a: 'x'.repeat(3_000_000), b: 'y' });
    const seen: [number, number][] = [];
    const onProgress = (bytes: number, total: number) => void seen.push([bytes, total]);
    await comm.uploadDir(from, join(work, 'counted-there'), { ...live, onProgress });
    expect(seen.at(-1)).toEqual([3_000_001, 3_000_001]);
    seen.length = 0;
    await comm.downloadDir(join(work, 'counted-there'), join(work, 'counted-back'), { ...live, onProgress });
    expect(seen.length).toBeGreaterThan(0);
  });

  test('come back with links as what they lead to, several with one pattern', async () => {
    const from = source('back');
    await comm.downloadDir(`${from}/`, join(work, 'back-there'), live);
    expect(readdirSync(join(work, 'back-there'))).toEqual(['back']);
    expect(lstatSync(join(work, 'back-there/back/link')).isFile()).toBe(true);
    expect(readFileSync(join(work, 'back-there/back/folder-link/er/file'), 'utf8')).toHaveLength(700_000);
    expect(readFileSync(join(work, 'back-there/back/ünï/中文'), 'utf8')).toBe('utf8');
    fill(join(work, 'logs'), { 'a.log': 'a', 'b.log': 'b', 'c.txt': 'c' });
    await comm.downloadDir(join(work, 'logs/*.log'), join(work, 'logs-there'), live);
    expect(readdirSync(join(work, 'logs-there'))).toEqual(['a.log', 'b.log']);
    await expect(comm.downloadDir('/no/such', join(work, 'none'), live)).rejects.toMatchObject({
      code: 'transfer-failed',
      message: expect.stringContaining('/no/such: No such file or directory'),
    });
  });

  test('stop when cancelled, and the connection goes on', async () => {
    const from = fill(join(work, 'cut'), { a: 'x'.repeat(30_000_000) });
    const controller = new AbortController();
    const cut = comm.uploadDir(from, join(work, 'cut-there'), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(cut).rejects.toMatchObject({ code: 'cancelled' });
    expect((await comm.exec('true', live)).code).toBe(0);
  });
});

describe.skipIf(why !== undefined)(suiteName('a guest'), () => {
  const TOOLS = ['sh', 'ls', 'mkdir', 'chmod'];

  async function onGuest(
    make: (folder: string) => string,
    use: (comm: Communicator, folder: string, bin: string) => Promise<void>,
  ): Promise<void> {
    const bin = make(temporaryFolder('ecs-imagebuild-guest'));
    const server = await opensshServer([`SetEnv PATH=${bin} HOME=${bin}`]);
    const comm = await connected(server);
    try {
      await use(comm, server.folder, bin);
    } finally {
      await comm.close();
      server.stop();
    }
  }

  test('without tar is filled with scp', async () => {
    await onGuest(
      (bin) => programs(bin, ['scp']),
      async (comm, folder) => {
        await comm.uploadDir(fill(join(folder, 'src'), { a: 'x' }), join(folder, 'dst'), live);
        expect(readFileSync(join(folder, 'dst/a'), 'utf8')).toBe('x');
        await comm.downloadDir(join(folder, 'dst'), join(folder, 'back'), live);
        expect(readFileSync(join(folder, 'back/dst/a'), 'utf8')).toBe('x');
      },
    );
  });

  test('with another tar than GNU takes an archive where nothing is, and scp where something is', async () => {
    const plain =
      '#!/bin/sh\n[ "$1" = --version ] && { echo "bsdtar 3.6.2"; exit; }\necho >> "$0.used"\nexec /bin/tar "$@"\n';
    await onGuest(
      (bin) => programs(bin, TOOLS, { tar: plain }),
      async (comm, folder) => {
        const source = fill(join(folder, 'src'), { 'a/b': 'x' });
        await comm.uploadDir(source, join(folder, 'dst'), live);
        expect(readFileSync(join(folder, 'dst/a/b'), 'utf8')).toBe('x');
        await expect(comm.uploadDir(source, folder, live)).rejects.toThrow('SCP failed to start');
      },
    );
  });

  test('that sends an archive with a way out writes nothing outside', async () => {
    const hostile =
      '#!/bin/sh\n[ "$1" = --version ] && { echo "tar (GNU tar) 1.34"; exit; }\nexec /bin/cat "$HOME/hostile.tar"\n';
    await onGuest(
      (bin) => programs(bin, TOOLS, { tar: hostile, 'hostile.tar': '' }),
      async (comm, folder, bin) => {
        fill(folder, { 'made/escaped': 'x', 'asked/file': 'x' });
        execFileSync('tar', [
          '-C',
          join(folder, 'made'),
          '-P',
          '--transform',
          's,^,../,',
          '-cf',
          join(bin, 'hostile.tar'),
          'escaped',
        ]);
        await expect(
          comm.downloadDir(join(folder, 'asked'), join(folder, 'to/here'), live),
        ).rejects.toMatchObject({
          code: 'transfer-failed',
          message: expect.stringContaining('points outside'),
        });
        expect(existsSync(join(folder, 'to/escaped'))).toBe(false);
      },
    );
  });
});
