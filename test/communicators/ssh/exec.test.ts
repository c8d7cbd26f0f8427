import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import {
  connected,
  noOpensshServer,
  type OpensshServer,
  opensshServer,
  suiteName,
} from './openssh-server.ts';
import { runs } from './runs.ts';

const live = new AbortController().signal;

async function run(comm: Communicator, command: string, signal = live) {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const result = await comm.exec(command, {
    signal,
    onLine: (stream, line) => (stream === 'stdout' ? stdout : stderr).push(line),
  });
  return { ...result, stdout, stderr };
}

async function appears(file: string): Promise<void> {
  while (!existsSync(file)) await pause(10);
}

describe.skipIf(noOpensshServer)(suiteName('commands over a real OpenSSH server'), () => {
  let server: OpensshServer;
  let comm: Communicator;
  beforeAll(async () => {
    server = await opensshServer();
    comm = await connected(server);
  });
  afterAll(async () => {
    await comm.close();
    server.stop();
  });

  test('gives lines, streams and the exit code', async () => {
    const result = await run(comm, "printf 'one\\ntwo  \\n\\n  three'; echo bad >&2; exit 3");
    expect(result).toEqual({ code: 3, stdout: ['one', 'two', '', '  three'], stderr: ['bad'] });
  });

  test('shows of a progress bar only what stands last on its line', async () => {
    const result = await run(comm, "printf '10%%\\r50%%\\r100%%\\ndos line\\r\\n'");
    expect(result.stdout).toEqual(['100%', 'dos line']);
  });

  test('a command that a signal ended has 128 plus its number', async () => {
    expect(await run(comm, 'kill -TERM $$')).toMatchObject({ code: 143, signal: 'SIGTERM' });
  });

  test('standard input is empty, not open', async () => {
    expect(await run(comm, 'cat; echo done')).toMatchObject({ code: 0, stdout: ['done'] });
  });

  test('a character that arrives in pieces stays whole', async () => {
    const slow = "printf '\\344\\270'; sleep 0.1; printf '\\255\\n'";
    expect((await run(comm, slow)).stdout).toEqual(['中']);
  });

  test('twenty megabytes of output pass in flat memory', async () => {
    let lines = 0;
    let bytes = 0;
    const before = process.memoryUsage().arrayBuffers;
    let peak = 0;
    const { code } = await comm.exec('yes "a line of thirty-one characters" | head -c 20971520', {
      signal: live,
      onLine: (_stream, line) => {
        lines += 1;
        bytes += line.length + 1;
        if (lines % 10_000 === 0) peak = Math.max(peak, process.memoryUsage().arrayBuffers);
      },
    });
    expect(code).toBe(0);
    expect(bytes).toBeGreaterThanOrEqual(20_971_519);
    expect(peak - before).toBeLessThan(16 * 1024 * 1024);
  });

  test('a hundred megabytes without line ends in flat memory, no character cut', async () => {
    let characters = 0;
    let wrong = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const { code } = await comm.exec(
      'awk \'BEGIN { while (i++ < 1100000) printf "中文字符\\360\\237\\230\\200é...................................................................." }\'',
      {
        signal: live,
        onLine: (_stream, line) => {
          characters += line.length;
          if (line.includes('\ufffd')) wrong += 1;
          peak = Math.max(peak, process.memoryUsage().rss);
        },
      },
    );
    expect({ code, wrong }).toEqual({ code: 0, wrong: 0 });
    expect(characters).toBe(1_100_000 * 75);
    expect(peak - before).toBeLessThan(64 * 1024 * 1024);
  });

  test('nothing comes while those who show it are behind, and all of it in the end', async () => {
    let behind = false;
    let early = 0;
    let waits = 0;
    let bytes = 0;
    let chunk = 0;
    const { code } = await comm.exec('yes "a line of thirty-one characters" | head -c 4194304', {
      signal: live,
      onLine: (_stream, line) => {
        bytes += line.length + 1;
        if (behind) early += 1;
      },
      caughtUp() {
        chunk += 1;
        if (chunk % 4 !== 0) return undefined;
        behind = true;
        waits += 1;
        return pause(2).then(() => {
          behind = false;
        });
      },
    });
    expect({ code, early }).toEqual({ code: 0, early: 0 });
    expect(bytes).toBeGreaterThanOrEqual(4_194_303);
    expect(waits).toBeGreaterThan(5);
  });

  test('lines of both streams come in the order in which they were written', async () => {
    const steps = Array.from({ length: 20 }, (_, step) => join(server.folder, `step-${step}`));
    const script = steps.map(
      (file, step) => `echo ${step} >&${1 + (step % 2)}; until [ -e ${file} ]; do sleep 0.01; done`,
    );
    const seen: string[] = [];
    await comm.exec(script.join('; '), {
      signal: live,
      onLine: (stream, line) => {
        seen.push(`${stream} ${line}`);
        writeFileSync(steps[Number(line)] ?? '', '');
      },
    });
    expect(seen).toEqual(steps.map((_, step) => `${step % 2 === 0 ? 'stdout' : 'stderr'} ${step}`));
  });

  test('a terminal is given when asked for, and merges the streams', async () => {
    const withPty = await connected(server, { pty: true });
    const result = await run(withPty, 'tty >/dev/null && echo terminal; echo bad >&2');
    await withPty.close();
    expect(result).toMatchObject({ code: 0, stdout: ['terminal', 'bad'], stderr: [] });
  });

  test('cancelling kills the command on the guest', async () => {
    const controller = new AbortController();
    const [begun, pid] = [join(server.folder, 'begun'), join(server.folder, 'pid-of-it')];
    const running = run(comm, `echo $$ > '${pid}'; touch '${begun}'; sleep 60; true`, controller.signal);
    await appears(begun);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    // The order to end it is on its way; left alone it would live for a minute.
    await expect.poll(() => runs(Number(readFileSync(pid, 'utf8')))).toBe(false);
    expect((await run(comm, 'echo still usable')).stdout).toEqual(['still usable']);
  });

  test('a command that has ended before this process can listen has its exit code', async () => {
    let busy = true;
    // Packets that come while a process is busy are worked off in one go: success, output, exit and close.
    const work = (): void => {
      const until = performance.now() + 25;
      while (performance.now() < until);
      if (busy) setImmediate(work);
    };
    setImmediate(work);
    const results = [];
    for (let count = 0; count < 10; count += 1) results.push(await run(comm, 'echo quick; exit 3'));
    busy = false;
    for (const result of results) expect(result).toEqual({ code: 3, stdout: ['quick'], stderr: [] });
  });

  test('many commands in a row leave no channel behind', async () => {
    for (let count = 0; count < 12; count += 1) expect((await run(comm, 'true')).code).toBe(0);
  });
});

describe.skipIf(noOpensshServer)(suiteName('a server that goes away'), () => {
  test('during a command gives no exit code; the next command connects again', async () => {
    const server = await opensshServer();
    const comm = await connected(server);
    const begun = join(server.folder, 'begun');
    const running = run(comm, `echo before; touch '${begun}'; sleep 30`);
    await appears(begun);
    server.kill();
    expect(await running).toEqual({ code: undefined, stdout: ['before'], stderr: [] });
    await expect(run(comm, 'true')).rejects.toMatchObject({ code: 'connection-lost' });
    await server.start();
    expect((await run(comm, 'echo again')).stdout).toEqual(['again']);
    await comm.close();
    await expect(run(comm, 'true')).rejects.toMatchObject({ code: 'connection-lost' });
    server.stop();
  });
});
