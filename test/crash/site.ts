import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';
import type { CallRecord } from '../../src/emulator/record.ts';
import { type CloudState, watchCloud } from './cloud-state.ts';
import { assumeRole, ownKeys } from './credentials.ts';
import { placeEarlierImage } from './earlier-image.ts';
import type { Fixture } from './fixtures.ts';

/** One emulated cloud, one state folder, and the program as a child process against them. */
export interface Site extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly stateDir: string;
  /** Values that nothing may tell. */
  readonly secrets: readonly string[];
  /** All that the children have printed, and what the list of processes showed of them. */
  output(): string;
  /** Calls back at each call, in place of whoever was called before; for tests that disturb at a certain one. */
  hear(listener: (call: CallRecord) => void): void;
  /** Without `only`: all builds of the template. */
  run(disturbance?: Disturbance, only?: readonly string[]): Promise<Ending>;
  /** `resume` or `cleanup` of a run; without `run` of the one that there is. */
  take(verb: 'resume' | 'cleanup', disturbance?: Disturbance, run?: string): Promise<Ending>;
  /** Ids of the runs that have got as far as their journals' first line, the oldest first. */
  runs(): readonly string[];
  /** Whether the run has got as far as its journal's first line. */
  begun(): boolean;
  journalFile(run?: string): string;
  state(): CloudState;
}

export interface Disturbance {
  /** Where the child kills itself: a number or `NAME#TURN`. */
  readonly at?: string;
  /** What it sends itself there. Without it: SIGKILL. */
  readonly signal?: Interrupt;
  /** The size above which it can write no file, in blocks of 512 bytes: as when a disk is full. */
  readonly room?: number;
  /** Where it lists its fault points. */
  readonly log?: string;
  /** Called with the process when it has started. */
  started?(kill: (signal: 'SIGINT' | 'SIGKILL') => void): void;
}

/** What a person or a CI system stops a build with. */
export type Interrupt = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Ending {
  readonly code: number | null;
  readonly killed: boolean;
  readonly output: string;
}

/** No child of these fixtures takes long; one that does hangs, which is a failure of its own. */
const LONGEST = 90_000;
const cli = new URL('./child.js', import.meta.url).pathname;
const root = process.cwd();

/**
 * Guests answer on port 22 of loopback addresses of their own, and the builds, which are other processes, connect to just
 * these. So each emulator begins at a random one: whoever runs emulators beside us takes others.
 */
export function nextBlock(): number {
  return Math.floor(Math.random() * 230 * 65_536);
}

/** A fresh cloud and an empty state folder for builds of this fixture. */
export async function openSite(fixture: Fixture, options: EmulatorOptions = {}): Promise<Site> {
  const watch = watchCloud();
  let listener: (call: CallRecord) => void = () => {};
  const emulator = await startEmulator({
    guests: 'memory',
    accounts: [fixture.key],
    soldOut: fixture.soldOut,
    ...options,
    onCall(call) {
      watch.look(emulator);
      listener(call);
    },
  });
  emulator.world.state.nextAddress = nextBlock();
  if (fixture.replaces) placeEarlierImage(emulator);
  watch.look(emulator);
  // An emulator that nobody closes would keep this process from ending.
  const program = await install(fixture, emulator).catch(async (error) => {
    await emulator.close();
    throw error;
  });
  return {
    ...program,
    emulator,
    hear: (other) => {
      listener = other;
    },
    state: () => watch.state(emulator),
    async [Symbol.asyncDispose]() {
      await emulator.close();
      rmSync(dirname(program.stateDir), { recursive: true, force: true });
    },
  };
}

type Program = Omit<Site, 'emulator' | 'hear' | 'state' | typeof Symbol.asyncDispose>;

/** The program with the template, a state folder and credentials for this cloud. */
async function install(fixture: Fixture, emulator: Emulator): Promise<Program> {
  const home = mkdtempSync(join(tmpdir(), 'ecs-crash-'));
  const [stateDir, template] = [join(home, 'state'), join(home, 'template.json')];
  writeFileSync(template, JSON.stringify(fixture.template));
  const keys = fixture.asRole ? await assumeRole(emulator) : ownKeys(emulator);
  let output = '';
  const child = async (args: readonly string[], disturbance: Disturbance = {}) => {
    const env = { ...environment(fixture, disturbance), ...keys };
    const ending = await runChild([cli, ...args], { ...disturbance, env, hung: () => guestsOf(emulator) });
    output += ending.output;
    return ending;
  };
  const where = ['--state-dir', stateDir, '--endpoint-url', emulator.url];
  const { ALICLOUD_SECRET_KEY: secret, SECURITY_TOKEN: token } = keys;
  return {
    stateDir,
    secrets: [...fixture.secrets, secret, ...(token === undefined ? [] : [token])],
    output: () => output,
    run: (disturbance, only = []) =>
      child(['run', ...where, ...only.map((name) => `-only=${name}`), template], disturbance),
    take: (verb, disturbance, run = begunRuns(stateDir)[0] ?? '') =>
      child([verb, ...where, run], disturbance),
    runs: () => begunRuns(stateDir),
    begun: () => begunRuns(stateDir).length > 0,
    journalFile: (run = begunRuns(stateDir)[0] ?? '') => join(stateDir, 'runs', run, JOURNAL),
  };
}

function environment(fixture: Fixture, { at, signal, log }: Disturbance): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    PACKER_NO_COLOR: '1',
    ...fixture.env,
    ...(at !== undefined && { ECS_IMAGEBUILD_FAULT_POINT: at }),
    ...(signal !== undefined && { ECS_IMAGEBUILD_FAULT_SIGNAL: signal }),
    ...(log !== undefined && { ECS_IMAGEBUILD_FAULT_LOG: log }),
  };
}

interface Start extends Disturbance {
  readonly env: NodeJS.ProcessEnv;
  /** What there is to tell when the child hangs. */
  hung(): string;
}

/** What the guests are at: one that is not up, or had to listen elsewhere, cannot be reached by a build. */
function guestsOf({ world, reach }: Emulator): string {
  const tables = Object.values(world.state.regions);
  const addresses = tables.flatMap(({ eips }) => Object.values(eips)).map(({ address }) => address);
  const instances = tables.flatMap((region) => Object.values(region.instances));
  return [
    ...addresses.map((address) => `${address} is ${JSON.stringify(reach(address, 22))}`),
    ...instances.map(({ id, status }) => `${id} is ${status} ${world.guests?.failure(id)}`),
    JSON.stringify(world.state.scheduled),
  ].join(', ');
}

function confined(room: number, args: readonly string[]): [string, ...string[]] {
  return ['/bin/sh', '-c', `ulimit -f ${room}; exec "$@"`, 'sh', process.execPath, ...args];
}

function runChild(args: readonly string[], { started, env, hung, room }: Start): Promise<Ending> {
  return new Promise((resolve) => {
    const [command, ...words] = room === undefined ? [process.execPath, ...args] : confined(room, args);
    const child = spawn(command, words, { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const timer = setTimeout(() => {
      output += `\n(ended by the test: it hung; ${hung()})\n`;
      child.kill('SIGABRT');
    }, LONGEST);
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    if (process.platform === 'linux')
      output += readFileSync(`/proc/${child.pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    started?.((signal) => child.kill(signal));
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, killed: signal === 'SIGKILL', output });
    });
  });
}

const JOURNAL = 'journal.ndjson';

/** The runs whose journals have their first line; one that was killed before that has done nothing. */
function begunRuns(stateDir: string): readonly string[] {
  const folder = join(stateDir, 'runs');
  return names(folder).filter((id) => {
    const file = join(folder, id, JOURNAL);
    return existsSync(file) && readFileSync(file, 'utf8').includes('\n');
  });
}

function names(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
