import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import type { Link } from '../../../src/communicators/ssh/link.ts';
import { withScp } from '../../../src/communicators/ssh/scp/peer.ts';
import { sendable } from '../../../src/communicators/ssh/source.ts';
import { tarDownload } from '../../../src/communicators/ssh/tar/download.ts';
import { tarHeader } from '../../../src/communicators/ssh/tar/header.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';

const live = { signal: new AbortController().signal };

/** How often this process has a file open. */
const holders = (path: string) =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;

describe('a source that is no regular file', () => {
  const bytesOf = async (file: string) => {
    const source = await sendable({ file });
    const chunks: Buffer[] = [];
    for await (const chunk of source.open()) chunks.push(Buffer.from(chunk));
    return { size: source.size, text: Buffer.concat(chunks).toString() };
  };

  test('a pipe is read to its end first, so that its size is known', async () => {
    const fifo = join(temporaryFolder(), 'pipe');
    execFileSync('mkfifo', [fifo]);
    const writer = await open(fifo, 'r+');
    await writer.write('whole');
    const reading = bytesOf(fifo);
    await vi.waitFor(() => expect(holders(fifo)).toBe(2), { interval: 5 });
    await writer.close();
    expect(await reading).toEqual({ size: 5, text: 'whole' });
  });

  test('an entry of /proc comes whole', async () => {
    const version = readFileSync('/proc/version', 'utf8');
    expect(await bytesOf('/proc/version')).toEqual({ size: version.length, text: version });
    expect(await bytesOf('/dev/null')).toEqual({ size: 0, text: '' });
  });

  test('what gives nothing or no end is refused by name', async () => {
    const fifo = join(temporaryFolder(), 'idle');
    execFileSync('mkfifo', [fifo]);
    await expect(sendable({ file: fifo })).rejects.toThrow(`${fifo} is a pipe into which nobody writes`);
    await expect(sendable({ file: '/dev/zero' })).rejects.toThrow('gives more than 256 MiB');
  });
});

describe.skipIf(noOpensshServer).each(['scp', 'sftp'] as const)(suiteName('bytes by %s'), (method) => {
  let server: OpensshServer;
  let comm: Communicator;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server, { fileTransferMethod: method });
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('a folder with something that cannot be sent is refused, and names it', async () => {
    const folder = temporaryFolder();
    symlinkSync('/proc/version', join(folder, 'link'));
    await expect(comm.uploadDir(`${folder}/`, join(server.folder, 'into'), live)).rejects.toThrow(
      `${join(folder, 'link')} is no regular file`,
    );
    const pipes = temporaryFolder();
    execFileSync('mkfifo', [join(pipes, 'pipe')]);
    await expect(comm.uploadDir(`${pipes}/`, join(server.folder, 'into'), live)).rejects.toThrow(
      `${join(pipes, 'pipe')} is no regular file`,
    );
  });

  test('a folder given as .. keeps its own name and does not leave its destination', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'top/below'), { recursive: true });
    writeFileSync(join(folder, 'top/file'), 'here');
    const into = join(server.folder, `deep-${method}/er`);
    mkdirSync(into, { recursive: true });
    await comm.uploadDir(join(folder, 'top/below').concat('/..'), into, live);
    expect(readFileSync(join(into, 'top/file'), 'utf8')).toBe('here');
    expect(existsSync(join(dirname(into), 'file'))).toBe(false);
  });

  test.runIf(method === 'sftp')(
    'a download is read to the end of the file, whatever size it tells',
    async () => {
      const here = temporaryFolder();
      await comm.download('/proc/version', join(here, 'version'), live);
      expect(readFileSync(join(here, 'version'), 'utf8')).toBe(readFileSync('/proc/version', 'utf8'));
      const large = Buffer.alloc(5_000_017, 'abcdefg');
      writeFileSync(join(server.folder, 'large'), large);
      await comm.download(join(server.folder, 'large'), join(here, 'large'), live);
      expect(readFileSync(join(here, 'large')).equals(large)).toBe(true);
    },
  );

  test.runIf(method === 'sftp')('a download without end stops when it is cancelled', async () => {
    const stop = new AbortController();
    const downloading = comm.download('/dev/zero', join(temporaryFolder(), 'zero'), {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(downloading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** A guest's program that says this and then, perhaps, never ends. */
function guest(output: Buffer, code: number | undefined): Link {
  return {
    address: 'guest:22',
    close: async () => undefined,
    async run() {
      const stdout = new PassThrough();
      stdout.end(output);
      const stdin = new PassThrough();
      stdin.resume();
      return {
        stdin,
        stdout,
        stderr: new PassThrough().end() as PassThrough,
        ended: code === undefined ? new Promise(() => undefined) : Promise.resolve({ code }),
        kill: async () => undefined,
        close: () => undefined,
      };
    },
  };
}

describe('a program on the guest', () => {
  test('that never ends is waited for no longer than its patience, nor past a cancel', async () => {
    const never = guest(Buffer.from('\0'), undefined);
    await expect(withScp(never, 'scp', { ...live, patience: 20 }, (peer) => peer.ack())).rejects.toThrow(
      'scp on the guest did not end within',
    );
    const stop = new AbortController();
    const waiting = withScp(never, 'scp', { signal: stop.signal }, async (peer) => {
      await peer.ack();
      setImmediate(() => stop.abort());
    });
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('that sends an archive cut between two files has failed, whatever its exit status', async () => {
    const whole = Buffer.concat([
      tarHeader({ name: 'top/one', size: 0, mode: 0o644, time: 0 }),
      tarHeader({ name: 'top/two', size: 0, mode: 0o644, time: 0 }),
      Buffer.alloc(1024),
    ]);
    const fetch = (bytes: Buffer, destination: string) =>
      tarDownload(guest(bytes, 0), { tar: { kind: 'plain' }, source: '/top', destination }, live);
    const here = temporaryFolder();
    await expect(fetch(whole, here)).resolves.toBe(true);
    for (const length of [512, 1024, 1536])
      await expect(fetch(whole.subarray(0, length), temporaryFolder())).rejects.toThrow('archive');
  });
});
