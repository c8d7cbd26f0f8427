import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { connected, opensshServer } from '../communicators/ssh/openssh-server.ts';

const MIB = 1024 * 1024;
const BIG = 256 * MIB;
const HUGE = 2048 * MIB;
const COUNT = 5000;
const live = { signal: new AbortController().signal };

interface Row {
  readonly what: string;
  readonly scp: number;
  readonly ours: number;
  /** How many times as fast ours must be at least. */
  readonly least: number;
}

/**
 * Uploads the same things to the same real OpenSSH server, by turns with OpenSSH's own scp and with ours, over a connection
 * that is open on both sides. The best of some rounds, as others may use the machine; fails where ours is not fast enough or takes memory.
 */
const rounds = Number(process.argv[2] ?? 5);
const server = await opensshServer();
const work = join(server.folder, 'work');
mkdirSync(work);
const open: Communicator[] = [];
execFileSync('ssh', ['-M', '-f', '-N', ...settings(), '127.0.0.1']);
try {
  // First, as memory that others have used would hide what it takes.
  const grown = await memory();
  say(
    `one file of 2 GiB                  ${grown.toFixed(0)} MiB more memory (at most 64) ${grown < 64 ? 'ok' : 'TOO MUCH'}`,
  );
  const rows = [await oneFile('scp'), await oneFile('sftp'), await manyFiles('scp'), await manyFiles('sftp')];
  for (const { what, scp, ours, least } of rows) {
    const verdict = scp / ours >= least ? 'ok' : 'TOO SLOW';
    say(
      `${what.padEnd(34)} scp ${ms(scp)}  ours ${ms(ours)}  ${(scp / ours).toFixed(2)} times as fast (at least ${least}) ${verdict}`,
    );
  }
  const slow = rows.some(({ scp, ours, least }) => scp / ours < least);
  process.exitCode = slow || grown >= 64 ? 1 : 0;
} finally {
  for (const comm of open) await comm.close();
  server.stop();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function oneFile(fileTransferMethod: 'scp' | 'sftp'): Promise<Row> {
  const file = join(work, 'big');
  const handle = openSync(file, 'w');
  for (let at = 0; at < BIG; at += 8 * MIB) writeSync(handle, randomBytes(8 * MIB));
  closeSync(handle);
  const times = await turns(
    () => scp([file, ':there']),
    await upload(fileTransferMethod, (comm) => comm.upload({ file }, join(work, 'there'), live)),
  );
  return { what: `one file of 256 MiB, ${fileTransferMethod}`, ...times, least: 0.8 };
}

async function manyFiles(fileTransferMethod: 'scp' | 'sftp'): Promise<Row> {
  const folder = join(work, 'many');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (let count = 0; count < COUNT; count += 1)
    writeFileSync(join(folder, `file-${count}`), randomBytes(4096));
  const times = await turns(
    () => scp(['-r', folder, ':copies-of-scp']),
    await upload(fileTransferMethod, (comm) => comm.uploadDir(folder, join(work, 'copies'), live)),
  );
  return { what: `${COUNT} files of 4 KiB, ${fileTransferMethod}`, ...times, least: 5 };
}

async function memory(): Promise<number> {
  const file = join(work, 'huge');
  writeFileSync(file, '');
  truncateSync(file, HUGE);
  const comm = await connected(server);
  await comm.exec('true', live);
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 20);
  await comm.upload({ file }, join(work, 'huge-there'), live);
  clearInterval(watch);
  await comm.close();
  if (statSync(join(work, 'huge-there')).size !== HUGE) throw new Error('it did not arrive whole');
  return (peak - before) / MIB;
}

async function turns(
  scpRun: () => void,
  ourRun: () => Promise<void>,
): Promise<{ scp: number; ours: number }> {
  const times: { scp: number[]; ours: number[] } = { scp: [], ours: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['there', 'copies', 'copies-of-scp'])
      rmSync(join(work, name), { recursive: true, force: true });
    times.scp.push(await timed(async () => scpRun()));
    for (const name of ['there', 'copies', 'copies-of-scp'])
      rmSync(join(work, name), { recursive: true, force: true });
    times.ours.push(await timed(ourRun));
  }
  return { scp: best(times.scp), ours: best(times.ours) };
}

/** What scp is told each time; the connection that it shares was opened once. */
function settings(): readonly string[] {
  const key = join(work, 'key');
  writeFileSync(key, server.privateKey, { mode: 0o600 });
  const each = [
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'LogLevel=ERROR',
    'BatchMode=yes',
    `ControlPath=${join(work, 'shared')}`,
    `Port=${server.port}`,
  ];
  return ['-F', '/dev/null', '-i', key, ...each.flatMap((setting) => ['-o', setting])];
}

function scp(args: readonly string[]): void {
  const at = `${server.options.username}@127.0.0.1`;
  const placed = args.map((arg) => (arg.startsWith(':') ? `${at}:${join(work, arg.slice(1))}` : arg));
  execFileSync('scp', ['-q', ...settings(), ...placed]);
}

async function upload(
  method: 'scp' | 'sftp',
  run: (comm: Communicator) => Promise<void>,
): Promise<() => Promise<void>> {
  const comm = await connected(server, { fileTransferMethod: method });
  open.push(comm);
  return () => run(comm);
}

async function timed(run: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

function best(values: readonly number[]): number {
  return Math.min(...values);
}

function ms(value: number): string {
  return `${Math.round(value)} ms`.padStart(8);
}
