import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { type Rig, rig } from './rig.ts';

const signal = new AbortController().signal;
const settings = { communicator: 'cloud-assistant', skip_create_image: true };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assistant-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Builds with the provisioners replaced by this. */
async function guest(use: (comm: Communicator, it: Rig) => Promise<void>, changes = {}): Promise<Rig> {
  const it = await rig({ guests: 'memory' });
  await it.build({ ...settings, ...changes }, { provision: (comm) => use(comm, it) });
  return it;
}

async function ran(comm: Communicator, command: string) {
  const lines: string[] = [];
  const { code } = await comm.exec(command, { signal, onLine: (_stream, line) => void lines.push(line) });
  return { code, lines };
}

describe('a build through Cloud Assistant', () => {
  test('needs no key, no address, no open port', async () => {
    await using it = await guest(async (comm) => {
      expect(comm.data).toMatchObject({ ConnType: 'cloud-assistant', User: 'root' });
      expect(await ran(comm, 'whoami; echo oops >&2; exit 3')).toEqual({ code: 3, lines: ['root', 'oops'] });
    });
    const actions = it.changes();
    for (const unneeded of ['ImportKeyPair', 'AllocateEipAddress', 'AuthorizeSecurityGroup'])
      expect(actions).not.toContain(unneeded);
    expect(it.sent('RunInstances')[0]).not.toHaveProperty('InternetMaxBandwidthOut');
    expect(it.left()).toEqual([]);
  });

  test('makes an image that has what the commands wrote', async () => {
    await using it = await rig({ guests: 'memory' });
    const write = {
      provision: async (comm: Communicator) => void (await ran(comm, 'echo made > /etc/state')),
    };
    const first = await it.build({ ...settings, skip_create_image: false }, write);
    await it.build(
      { ...settings, source_image: first?.images[0]?.id ?? '' },
      { provision: async (comm) => expect((await ran(comm, 'cat /etc/state')).lines).toEqual(['made']) },
    );
  });

  test('gives all of a long output, though the service keeps 24 KB', async () => {
    await using _it = await guest(async (comm) => {
      const { lines } = await ran(comm, 'seq 1 12000');
      expect([lines.length, lines[0], lines.at(-1)]).toEqual([12_000, '1', '12000']);
      expect(
        (await ran(comm, 'ls -A /tmp')).lines.filter((name) => name.includes('ecs-imagebuild')),
      ).toHaveLength(1);
    });
  });

  test('runs commands that are too long for one call', async () => {
    await using _it = await guest(async (comm) => {
      const text = 'x'.repeat(30_000);
      expect((await ran(comm, `printf %s ${text} | wc -c`)).lines.map(Number)).toEqual([30_000]);
    });
  });
});

describe('files', () => {
  test.each([0, 10, 24_000, 100_000])('of %i bytes come and go as they are', async (size) => {
    const content = Buffer.from(Array.from({ length: size }, (_, index) => (index * 31) % 256));
    await using _it = await guest(async (comm) => {
      await comm.upload({ content, mode: 0o640 }, '/opt/new/data', { signal });
      expect((await ran(comm, 'stat -c %a /opt/new/data')).lines).toEqual(['640']);
      await comm.download('/opt/new/data', join(folder, `copy-${size}`), { signal });
    });
    expect(await readFile(join(folder, `copy-${size}`))).toEqual(content);
  });

  test('and folders too, with and without their own name', async () => {
    const source = join(folder, 'site');
    await mkdir(join(source, 'inner'), { recursive: true });
    await writeFile(join(source, 'a b.txt'), 'one');
    await writeFile(join(source, 'inner', 'c.txt'), 'two');
    await using _it = await guest(async (comm) => {
      await comm.uploadDir(source, '/srv', { signal });
      await comm.uploadDir(`${source}/`, '/srv/flat', { signal });
      const { lines } = await ran(comm, 'cd /srv && find . -type f | sort');
      expect(lines).toEqual(['./flat/a b.txt', './flat/inner/c.txt', './site/a b.txt', './site/inner/c.txt']);
      await comm.downloadDir('/srv/site', join(folder, 'back'), { signal });
    });
    expect(await readFile(join(folder, 'back', 'site', 'inner', 'c.txt'), 'utf8')).toBe('two');
  });

  test('that are not there are an error with the reason', async () => {
    await using _it = await guest(async (comm) => {
      await expect(comm.download('/no/file', join(folder, 'none'), { signal })).rejects.toMatchObject({
        code: 'transfer-failed',
        message: expect.stringContaining('/no/file'),
      });
    });
  });
});

describe('trouble', () => {
  test('a command that stops its own instance ends without a code', async () => {
    await using it = await rig({ guests: 'memory' });
    await it.build(
      { ...settings, disable_stop_instance: true },
      { provision: async (comm) => expect((await ran(comm, 'poweroff; sleep 60')).code).toBeUndefined() },
    );
    expect(it.left()).toEqual([]);
  });

  test('a cancelled command is stopped on the guest', async () => {
    await using it = await rig({ guests: 'memory' });
    const stop = new AbortController();
    const build = it.build(settings, {
      signal: stop.signal,
      provision: async (comm, _data, inner) => {
        const running = comm.exec('sleep 600', { signal: inner });
        await expect.poll(() => it.sent('DescribeInvocationResults').length).toBeGreaterThan(0);
        stop.abort();
        await running;
      },
    });
    await expect(build).rejects.toMatchObject({ code: 'cancelled' });
    expect(it.sent('StopInvocation')).toHaveLength(1);
    expect(it.left()).toEqual([]);
  });

  test('a lost answer of RunCommand runs the command once', async () => {
    await using _it = await guest(async (comm, it) => {
      it.emulator.faults.add({ action: 'RunCommand', nth: 1, reset: 'after' });
      await ran(comm, 'echo once >> /root/log');
      expect((await ran(comm, 'cat /root/log')).lines).toEqual(['once']);
    });
  });

  test('an agent that never answers ends the wait', async () => {
    await using it = await rig();
    await expect(it.build({ ...settings, ssh_timeout: '1s' })).rejects.toThrow(
      /Timeout waiting for Cloud Assistant: the agent of i-\w+ did not answer within 1 s/,
    );
    expect(it.left()).toEqual([]);
  });

  test('Windows is refused before anything is made', async () => {
    await using it = await rig();
    const windows = 'winsvr_64_dtcC_1809_en-us_40G_alibase_20190318.vhd';
    await expect(it.build({ ...settings, source_image: windows })).rejects.toThrow('serves Linux alone');
  });
});
