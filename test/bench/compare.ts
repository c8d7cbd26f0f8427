import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLatency } from '../../src/emulator/latency.ts';
import type { Leftover } from '../../src/emulator/leftovers.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { countByAction } from '../emulator/calls.ts';
import { forPacker } from '../peers/for-packer.ts';
import { packerEnvironment } from '../peers/packer.ts';
import { noPacker } from '../peers/program.ts';
import { criticalPath } from './critical-path.ts';
import { watchMemory } from './process-tree.ts';

export interface Benchmark {
  /** The script that starts the tool. */
  readonly program: string;
  /** The script that serves the cloud. */
  readonly cloudScript: string;
  /** Where the fixtures' relative paths begin. */
  readonly root: string;
  readonly rounds: number;
  /** What part of the real service's times the emulator takes. */
  readonly scale: number;
}

interface Cloud {
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

interface Tool {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

interface Run {
  /** Milliseconds since the epoch. */
  readonly begun: number;
  readonly milliseconds: number;
  readonly peak: number;
  readonly calls: readonly CallRecord[];
}

/** Runs the tools in turns on one emulated cloud and prints what each took. Rejects when a build fails or leaks. */
export async function compare({ program, cloudScript, root, rounds, scale }: Benchmark): Promise<void> {
  const latency = `realistic*${scale}`;
  const child = fork(cloudScript, [latency]);
  const home = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const [cloud]: [Cloud] = await answerOf(child);
    const tools = toolsOf({ program, root, home, url: cloud.url, latency });
    const runs = new Map(tools.map(({ name }) => [name, [] as Run[]]));
    // In turns, so that whatever else the machine does meets all of them.
    for (let round = 0; round < rounds; round += 1)
      for (const tool of tools) runs.get(tool.name)?.push(await measure(tool, { child, cloud, home, root }));
    print(runs, criticalPath(readLatency(latency)), latency, home);
  } finally {
    child.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

interface Setting {
  readonly program: string;
  readonly root: string;
  readonly home: string;
  readonly url: string;
  readonly latency: string;
}

/** Over the endpoint the tool looks as often as at the real cloud; with --emulate it knows the scale, and its process holds the cloud as well. */
function toolsOf({ program, root, home, url, latency }: Setting): readonly Tool[] {
  const template = join(home, 'template.json');
  const quickstart = JSON.parse(readFileSync(join(root, 'fixtures/quickstart.json'), 'utf8'));
  writeFileSync(template, JSON.stringify(forPacker(quickstart)));
  const report = (name: string) => ['-color=false', `-state-dir=${home}`, `-report=${join(home, name)}`];
  const run = (name: string, ...flags: readonly string[]): Tool => ({
    name,
    command: process.execPath,
    args: [program, 'run', ...report(name), ...flags, template],
  });
  const why = noPacker();
  if (why !== undefined) process.stdout.write(`without Packer: ${why}\n`);
  return [
    run('ecs-imagebuild', `-endpoint-url=${url}`),
    run('ecs-imagebuild --emulate', '-emulate', `-emulate-latency=${latency}`),
    ...(why === undefined
      ? [{ name: 'packer', command: 'packer', args: ['build', '-color=false', template] }]
      : []),
  ];
}

interface Place {
  readonly child: ChildProcess;
  readonly cloud: Cloud;
  readonly home: string;
  readonly root: string;
}

async function measure({ name, command, args }: Tool, place: Place): Promise<Run> {
  const { child, cloud, home, root: cwd } = place;
  const all = packerEnvironment(cloud, home);
  const { HTTP_PROXY: _proxy, ...direct } = all;
  const env = name === 'packer' ? all : direct;
  const begun = Date.now();
  const begin = performance.now();
  const tool = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const memory = watchMemory(tool.pid ?? 0);
  let output = '';
  for (const stream of [tool.stdout, tool.stderr]) stream.on('data', (data) => (output += data));
  const [code] = await once(tool, 'close');
  const milliseconds = performance.now() - begin;
  const peak = memory.stop();
  child.send('tell');
  const [{ calls, left }]: [{ calls: readonly CallRecord[]; left: readonly Leftover[] }] =
    await answerOf(child);
  const stray = left.filter(({ noun }) => noun !== 'image' && noun !== 'snapshot');
  if (code !== 0 || stray.length > 0)
    throw new Error(`${name} failed (${code}) or leaked ${JSON.stringify(stray)}:\n${output}`);
  return { begun, milliseconds, peak, calls };
}

async function answerOf<T>(child: ChildProcess): Promise<T> {
  return once(child, 'message') as Promise<T>;
}

function print(runs: ReadonlyMap<string, readonly Run[]>, path: number, latency: string, home: string): void {
  const lines = [`latencies ${latency}; no build can be faster than ${seconds(path)} s`, heading];
  for (const [name, of] of runs) lines.push(row(name, of, path));
  const middle = (name: string) => median((runs.get(name) ?? []).map((run) => run.milliseconds));
  if (runs.has('packer'))
    lines.push(
      `ecs-imagebuild takes ${(middle('ecs-imagebuild') / middle('packer')).toFixed(2)} of Packer's time`,
    );
  for (const name of ['ecs-imagebuild', 'ecs-imagebuild --emulate']) lines.push('', ...steps(name, home));
  for (const name of ['ecs-imagebuild', 'packer']) lines.push('', ...timeline(name, runs.get(name)?.at(-1)));
  process.stdout.write(`${lines.join('\n')}\n`);
}

const heading = `${'tool'.padEnd(26)}  median     min     max  path x   calls     memory`;

function row(name: string, runs: readonly Run[], path: number): string {
  const times = runs.map(({ milliseconds }) => milliseconds);
  const cells = [median(times), Math.min(...times), Math.max(...times)].map((time) => `${seconds(time)} s`);
  const calls = median(runs.map((run) => run.calls.length));
  const memory = `${Math.round(Math.max(...runs.map(({ peak }) => peak)) / 2 ** 20)} MiB`;
  const ratio = (median(times) / path).toFixed(2);
  return [
    name.padEnd(24),
    ...cells.map((cell) => cell.padStart(7)),
    ratio.padStart(7),
    ...[calls === 0 ? 'inside' : String(calls), memory].map((cell, index) =>
      cell.padStart(index === 0 ? 7 : 10),
    ),
  ].join(' ');
}

/** Where the time of the last run went, by the tool's own report. */
function steps(name: string, home: string): readonly string[] {
  const file = join(home, name);
  if (!existsSync(file)) return [];
  const { builds } = JSON.parse(readFileSync(file, 'utf8'));
  const taken: readonly { readonly step: string; readonly milliseconds: number }[] = builds[0].steps;
  return [
    `steps of ${name}`,
    ...taken.map((step) => `  ${step.step.padEnd(16)}${String(step.milliseconds).padStart(7)} ms`),
  ];
}

/** When the last run made each change, and how often it looked in between. */
function timeline(name: string, run: Run | undefined): readonly string[] {
  if (run === undefined) return [];
  const rows = run.calls.toSorted((a, b) => a.at - b.at);
  const changes = rows.filter(({ action }) => !action.startsWith('Describe'));
  const looks = [...countByAction(rows.filter((call) => !changes.includes(call)))];
  return [
    `calls of ${name}, seconds from its start`,
    ...changes.map((call) => `  ${((call.at - run.begun) / 1000).toFixed(2).padStart(7)}  ${call.action}`),
    `  ${(run.milliseconds / 1000).toFixed(2).padStart(7)}  end`,
    `  ${looks.map(([action, count]) => `${action} ${count}`).join(', ')}`,
  ];
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}
