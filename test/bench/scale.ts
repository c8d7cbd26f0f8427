import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Leftover } from '../../src/emulator/leftovers.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { countByAction } from '../emulator/calls.ts';
import { forPacker } from '../peers/for-packer.ts';
import { packerEnvironment } from '../peers/packer.ts';
import { noPacker } from '../peers/program.ts';
import { watchMemory } from './process-tree.ts';

export interface ScaleBenchmark {
  /** The script that starts the tool. */
  readonly program: string;
  /** The script that serves the cloud. */
  readonly cloudScript: string;
  /** Where the fixtures' relative paths begin. */
  readonly root: string;
  /** How many parallel builds each row has. */
  readonly sizes: readonly number[];
  /** Requests per second of the account. */
  readonly limit: number;
  /** The most builds that Packer is measured with. */
  readonly packerUpTo: number;
}

interface Cloud {
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Settings of a builder that name a network. */
  readonly network: Readonly<Record<string, string>>;
}

interface Row {
  readonly tool: string;
  readonly builds: number;
  readonly succeeded: number;
  readonly milliseconds: number;
  readonly peak: number;
  readonly calls: readonly CallRecord[];
}

/**
 * Builds many images at once on one throttled cloud and prints how time, memory and calls grow: in a network that the
 * template names, as who builds often has one, and in one that they make and share.
 */
export async function scale({ sizes, packerUpTo, ...given }: ScaleBenchmark): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'bench-scale-'));
  try {
    const place = { ...given, home };
    say(`fast latencies, ${given.limit} requests/s, Throttling.User beyond that`);
    say(HEADING);
    const rows: Row[] = [];
    const packer = noPacker() === undefined;
    for (const builds of sizes) {
      rows.push(await measure('given network', builds, place));
      if (builds <= packerUpTo) rows.push(await measure('shared network', builds, place));
      if (packer && builds <= packerUpTo) rows.push(await measure('packer', builds, place));
    }
    for (const row of growth(rows.filter(({ tool }) => tool === 'given network'))) say(row);
    const last = rows.findLast(({ tool }) => tool === 'given network');
    say(`calls of the last row: ${perAction(last?.calls ?? [])}`);
    if (rows.some(({ tool, builds, succeeded }) => tool !== 'packer' && succeeded < builds))
      process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

interface Place {
  readonly program: string;
  readonly cloudScript: string;
  readonly root: string;
  readonly home: string;
  readonly limit: number;
}

async function measure(tool: string, builds: number, place: Place): Promise<Row> {
  const { cloudScript, root, home, limit } = place;
  const child = fork(cloudScript, ['fast', String(limit)]);
  try {
    const [cloud]: [Cloud] = await answerOf(child);
    const template = join(home, `${builds}.json`);
    writeFileSync(
      template,
      JSON.stringify(templateOf(builds, root, tool === 'given network' ? cloud.network : {})),
    );
    const [command, args] = commandOf(tool, { ...place, cloud, template });
    const all = packerEnvironment(cloud, home);
    const { HTTP_PROXY: _proxy, ...direct } = all;
    const begin = performance.now();
    const output = join(home, `${tool}-${builds}.log`);
    const env = tool === 'packer' ? all : direct;
    const run = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const memory = watchMemory(run.pid ?? 0);
    const file = createWriteStream(output);
    run.stdout.pipe(file);
    run.stderr.pipe(file, { end: false });
    await once(run, 'close');
    const milliseconds = performance.now() - begin;
    const peak = memory.stop();
    child.send('tell');
    const [{ calls, left }]: [{ calls: readonly CallRecord[]; left: readonly Leftover[] }] =
      await answerOf(child);
    const row = { tool, builds, succeeded: succeededIn(left), milliseconds, peak, calls };
    say(rowText(row));
    const stray = left.filter(
      ({ noun, id }) => !RESULTS.has(noun) && !Object.values(cloud.network).includes(id),
    );
    if (tool !== 'packer' && (stray.length > 0 || row.succeeded < builds)) say(tail(output, stray));
    return row;
  } finally {
    if (child.connected) child.disconnect();
  }
}

/** The quickstart, once for each build: the same machine and provisioners, an image name of its own. */
function templateOf(builds: number, root: string, network: Cloud['network']) {
  const quickstart = forPacker(JSON.parse(readFileSync(join(root, 'fixtures/quickstart.json'), 'utf8')));
  const [web = {}] = quickstart.builders;
  const builders = Array.from({ length: builds }, (_, index) => ({
    ...web,
    ...network,
    name: `web-${index + 1}`,
    image_name: `web-${index + 1}-{{timestamp}}`,
  }));
  return { ...quickstart, builders };
}

function commandOf(
  tool: string,
  { program, home, cloud, template }: Place & { readonly cloud: Cloud; readonly template: string },
): readonly [string, readonly string[]] {
  if (tool === 'packer') return ['packer', ['build', '-color=false', template]];
  const args = ['-color=false', `-state-dir=${join(home, 'state')}`, `-endpoint-url=${cloud.url}`];
  return [
    process.execPath,
    [
      ...(process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter(Boolean),
      program,
      'run',
      ...args,
      template,
    ],
  ];
}

function succeededIn(left: readonly Leftover[]): number {
  return left.filter(({ noun }) => noun === 'image').length;
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return once(child, 'message') as Promise<T>;
}

const RESULTS: ReadonlySet<string> = new Set(['image', 'snapshot']);

const HEADING = 'tool             builds  succeeded    time s  memory MiB   calls  throttled  calls/build';

function rowText({ tool, builds, succeeded, milliseconds, peak, calls }: Row): string {
  const throttled = calls.filter(({ code }) => code?.startsWith('Throttling')).length;
  return [
    tool.padEnd(15),
    String(builds).padStart(7),
    String(succeeded).padStart(10),
    (milliseconds / 1000).toFixed(1).padStart(9),
    (peak / 2 ** 20).toFixed(0).padStart(11),
    String(calls.length).padStart(7),
    String(throttled).padStart(10),
    (calls.length / builds).toFixed(1).padStart(12),
  ].join(' ');
}

/** What each further build costs, from one row to the next. */
function growth(rows: readonly Row[]): readonly string[] {
  return rows.slice(1).map((row, index) => {
    const before = rows[index] ?? row;
    const more = row.builds - before.builds;
    const memory = (row.peak - before.peak) / 2 ** 20 / more;
    const calls = (row.calls.length - before.calls.length) / more;
    return `from ${before.builds} to ${row.builds} builds: ${memory.toFixed(2)} MiB and ${calls.toFixed(1)} calls for each more`;
  });
}

function perAction(calls: readonly CallRecord[]): string {
  return [...countByAction(calls)].map(([action, count]) => `${action} ${count}`).join(', ');
}

function tail(file: string, stray: readonly Leftover[]): string {
  const lines = readFileSync(file, 'utf8').split('\n');
  return `${JSON.stringify(stray.slice(0, 5))}\n${lines.slice(-60).join('\n')}`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
