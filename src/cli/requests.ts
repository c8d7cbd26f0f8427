import { resolve } from 'node:path';
import type { EmulationFlags } from '../builds/emulation.ts';
import type { Around, HowToRun, RunRequest, TakeUpRequest } from '../builds/requests.ts';
import type { OnError } from '../engine/run-control.ts';
import type { Call, FlagValues } from './command.ts';
import { parseDuration } from './duration-flag.ts';
import { integerOf } from './flags.ts';
import { selectionOf } from './selection.ts';
import { emulatorOnly } from './words.ts';

/** What the flags of `run` ask for. */
export function runRequest(call: Call): RunRequest {
  const { flags } = call;
  return {
    ...howToRun(call),
    ...selectionOf(flags),
    force: flags.on('force'),
    warnsUndeclared: flags.on('warn-on-undeclared-var'),
    stateDir: flags.text('state-dir'),
  };
}

/** What the flags of a command ask for that takes up a run. */
export function takeUpRequest(call: Call): TakeUpRequest {
  const { flags } = call;
  return {
    ...howToRun(call),
    ...selectionOf(flags),
    stateDir: flags.text('state-dir'),
    template: flags.text('template'),
    acceptChanges: flags.on('accept-changes'),
    takeOver: flags.on('take-over'),
  };
}

export function aroundOf({ terminal: { env, cwd } }: Call): Around {
  return { env, cwd };
}

function howToRun(call: Call): HowToRun {
  const { flags } = call;
  const parallel = Math.max(0, integerOf(flags.text('parallel-builds') ?? '0'));
  return {
    onError: onError(flags),
    parallel: flags.on('debug') ? 1 : parallel,
    autoRelease: parseDuration(flags.text('auto-release') ?? ''),
    until: flags.text('until'),
    timings: flags.on('timings'),
    emulation: emulation(call),
    endpointUrl: flags.text('endpoint-url'),
  };
}

const ON_ERROR: readonly OnError[] = ['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'];

function onError(flags: FlagValues): OnError | undefined {
  const named = ON_ERROR.find((known) => known === flags.text('on-error'));
  const cleans = named === undefined || named === 'cleanup' || named === 'ask';
  return flags.on('discard-images') && cleans ? 'cleanup-all' : named;
}

const EMULATION = ['emulate-latency', 'emulate-state', 'emulate-guests', 'emulate-faults'];
const EMULATION_SWITCHES = ['emulate-accept-ids', 'emulate-inside-vpc'];

/** The embedded cloud that is asked for, paths absolute. Throws BuildError `usage` for what goes with one alone. */
export function emulation({ flags, terminal }: Call): EmulationFlags | undefined {
  if (flags.on('emulate')) {
    const [latency, state, guests, faults] = EMULATION.map((flag) => flags.text(flag));
    const folder = state === undefined ? undefined : resolve(terminal.cwd, state);
    const [acceptIds, insideVpc] = EMULATION_SWITCHES.map((flag) => flags.on(flag));
    return { latency, state: folder, guests, faults, acceptIds, insideVpc };
  }
  const stray = [
    ...EMULATION.filter((flag) => flags.text(flag) !== undefined),
    ...EMULATION_SWITCHES.filter((flag) => flags.on(flag)),
  ];
  if (stray.length > 0) throw emulatorOnly(stray);
  return undefined;
}

/** How builds are shown. */
interface View {
  readonly color: boolean;
  /** Whether to say which build has which colour. */
  readonly introduce: boolean;
  readonly debug: boolean;
  readonly timestamps: boolean;
  readonly timings: boolean;
  /** The file that the closing report goes to as JSON; absolute. */
  readonly report: string | undefined;
}

export function viewOf({ flags, machineReadable, terminal: { env, cwd } }: Call): View {
  const colored = flags.on('color', true) && !machineReadable;
  return {
    color: colored && (env['PACKER_NO_COLOR'] ?? '') === '',
    introduce: colored,
    debug: flags.on('debug'),
    timestamps: flags.on('timestamp-ui'),
    timings: flags.on('timings'),
    report: reportOf(flags, cwd),
  };
}

function reportOf(flags: FlagValues, cwd: string): string | undefined {
  const report = flags.text('report');
  return report === undefined ? undefined : resolve(cwd, report);
}
