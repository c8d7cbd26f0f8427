import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';

const live = { signal: new AbortController().signal };
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Every path below a folder with its mode and content, for comparing two trees. */
function tree(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.map((name) => {
    const facts = statSync(join(folder, name));
    const mode = (facts.mode & 0o777).toString(8);
    return `${name} ${mode} ${facts.isFile() ? digest(join(folder, name)) : 'folder'}`;
  });
}

function sampleTree(root: string): string {
  const source = join(root, 'sample');
  mkdirSync(join(source, 'deep/er'), { recursive: true });
  mkdirSync(join(source, 'empty'));
  writeFileSync(join(source, 'plain'), 'text\n');
  writeFileSync(join(source, 'nothing'), '');
  writeFileSync(join(source, 'it\'s a "name" & more'), 'x');
  writeFileSync(join(source, 'deep/er/中文'), randomBytes(300_000));
  writeFileSync(join(source, 'deep/run.sh'), '#!/bin/sh\n');
  chmodSync(join(source, 'deep/run.sh'), 0o755);
  symlinkSync('deep', join(source, 'link-to-folder'));
  symlinkSync('plain', join(source, 'link-to-file'));
  return source;
}

describe.skipIf(noOpensshServer).each(['scp', 'sftp'] as const)(suiteName('transfers by %s'), (method) => {
  let server: OpensshServer;
  let comm: Communicator;
  let folder: string;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server, { fileTransferMethod: method });
    folder = join(server.folder, 'work');
    mkdirSync(folder);
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('a large file arrives whole, with its mode and with progress', async () => {
    const [from, to, back] = ['big', 'big-there', 'big-back'].map((name) => join(folder, name));
    if (from === undefined || to === undefined || back === undefined) throw new Error('names');
    writeFileSync(from, randomBytes(24 * 1024 * 1024));
    chmodSync(from, 0o640);
    const seen: number[] = [];
    await comm.upload({ file: from }, to, { ...live, onProgress: (bytes) => seen.push(bytes) });
    expect(digest(to)).toBe(digest(from));
    expect(statSync(to).mode & 0o777).toBe(0o640);
    expect(seen.at(-1)).toBe(24 * 1024 * 1024);
    await comm.download(to, back, live);
    expect(digest(back)).toBe(digest(from));
  });

  test('an empty file, made-up content and strange names arrive', async () => {
    const name = join(folder, 'it\'s (a) "name" & more');
    await comm.upload({ content: '', mode: 0o600 }, name, live);
    expect(readFileSync(name, 'utf8')).toBe('');
    await comm.upload({ content: 'hello\n', mode: 0o600 }, name, live);
    expect(readFileSync(name, 'utf8')).toBe('hello\n');
    expect(statSync(name).mode & 0o777).toBe(0o600);
    await comm.download(name, join(folder, 'fetched'), live);
    expect(readFileSync(join(folder, 'fetched'), 'utf8')).toBe('hello\n');
  });

  test('line ends of a script are changed on request', async () => {
    const from = join(folder, 'dos');
    writeFileSync(from, `${'a\r\n'.repeat(200_000)}lone\rend\r`);
    await comm.upload({ file: from, crlfToLf: true, mode: 0o644 }, join(folder, 'unix'), live);
    expect(readFileSync(join(folder, 'unix'), 'utf8')).toBe(`${'a\n'.repeat(200_000)}lone\rend\r`);
  });

  test('a folder arrives as real scp sends it, with and without trailing slash', async () => {
    const source = sampleTree(mkdirFresh(join(folder, 'tree')));
    for (const place of ['bare', 'slash', 'peer']) mkdirSync(join(folder, 'tree', place));
    await comm.uploadDir(source, join(folder, 'tree/bare'), live);
    await comm.uploadDir(`${source}/`, join(folder, 'tree/slash'), live);
    const real = ['-O', '-q', '-r', '-P', String(server.port), '-i', join(server.folder, 'user_key')];
    writeFileSync(join(server.folder, 'user_key'), server.privateKey, { mode: 0o600 });
    const lax = [
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
      '-o',
      'LogLevel=ERROR',
    ];
    execFileSync('scp', [...real, ...lax, source, `127.0.0.1:${join(folder, 'tree/peer')}`]);
    const expected = tree(join(folder, 'tree/peer/sample'));
    expect(expected.length).toBeGreaterThan(10);
    expect(tree(join(folder, 'tree/bare/sample'))).toEqual(expected);
    expect(tree(join(folder, 'tree/slash'))).toEqual(expected);
    for (const from of ['tree/bare/sample', 'tree/bare/sample/']) {
      const back = mkdirFresh(join(folder, 'back'));
      await comm.downloadDir(join(folder, from) + (from.endsWith('/') ? '/' : ''), back, live);
      expect(tree(join(back, 'sample')).map((row) => row.replace(/ \d+ /, ' '))).toEqual(
        expected.map((row) => row.replace(/ \d+ /, ' ')),
      );
    }
  });

  test('what the guest refuses is named, and the connection stays usable', async () => {
    await expect(comm.upload({ content: 'x', mode: 0o644 }, '/no/such/folder/x', live)).rejects.toMatchObject(
      {
        code: 'transfer-failed',
        message: expect.stringMatching(/No such file|does not exist/),
      },
    );
    await expect(comm.upload({ content: 'x', mode: 0o644 }, folder, live)).rejects.toMatchObject({
      code: 'transfer-failed',
    });
    await expect(comm.download('/no/such/file', join(folder, 'y'), live)).rejects.toMatchObject({
      code: 'transfer-failed',
    });
    await expect(comm.upload({ file: '/no/such/source' }, join(folder, 'z'), live)).rejects.toMatchObject({
      message: 'open /no/such/source: no such file or directory',
    });
    expect((await comm.exec('true', live)).code).toBe(0);
  });

  test('many transfers leave no channel behind, and a cancelled one stops', async () => {
    for (let count = 0; count < 12; count += 1)
      await comm.upload({ content: `${count}`, mode: 0o644 }, join(folder, 'many'), live);
    const controller = new AbortController();
    writeFileSync(join(folder, 'to-cut'), Buffer.alloc(8 * 1024 * 1024));
    const transfer = comm.upload({ file: join(folder, 'to-cut') }, join(folder, 'cut'), {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(transfer).rejects.toMatchObject({ code: 'cancelled' });
    expect((await comm.exec('true', live)).code).toBe(0);
  });
});

describe.skipIf(noOpensshServer)(suiteName('a guest without scp'), () => {
  test('is told apart, in the words of Packer', async () => {
    const server = await opensshServer(['SetEnv PATH=/nowhere']);
    const comm = await connected(server);
    await expect(comm.upload({ content: 'x', mode: 0o644 }, '/tmp/x', live)).rejects.toThrow(
      'SCP failed to start. This usually means that SCP is not\nproperly installed on the remote system.',
    );
    await comm.close();
    server.stop();
  });
});

function mkdirFresh(path: string): string {
  if (existsSync(path)) execFileSync('rm', ['-rf', path]);
  mkdirSync(path, { recursive: true });
  return path;
}
