import { join, resolve } from 'node:path';
import type { EmulationFlags } from '../builds/emulation.ts';
import type { RunInputs } from '../builds/run-inputs.ts';
import type { Selection } from '../builds/selection.ts';
import type { OnError } from '../engine/run-control.ts';
import type { Call } from './command.ts';
import { parseDuration } from './duration-flag.ts';
import { integerOf } from './flags.ts';
import { selectionOf } from './selection.ts';
import { emulatorOnly, endpointInvalid } from './words.ts';

/** What the flags and the environment say about a run. Paths are absolute. */
export interface RunSettings {
  readonly selection: Selection;
  readonly color: boolean;
  /** Whether to say which build has which colour. */
  readonly introduce: boolean;
  readonly debug: boolean;
  readonly force: boolean;
  readonly onError: OnError;
  /** 0: no limit. */
  readonly parallel: number;
  readonly timestamps: boolean;
  readonly emulation: EmulationFlags | undefined;
  readonly endpointUrl: string | undefined;
  readonly state: string;
  /** Milliseconds. */
  readonly autoRelease: number;
  readonly report: string | undefined;
  /** Whether to measure where the time goes. */
  readonly timings: boolean;
  /** The step to stop after. */
  readonly until: string | undefined;
}

const THREE_HOURS = 3 * 3_600_000;

/** Reads the flags of a command that runs builds; what `before` tells counts where they say nothing. Throws BuildError `usage`. */
export function runSettings(call: Call, stateBeside: string, before?: RunInputs): RunSettings {
  const { flags, machineReadable, terminal } = call;
  const { env, cwd } = terminal;
  const colored = flags.on('color', true) && !machineReadable;
  const debug = flags.on('debug');
  const report = flags.text('report');
  return {
    selection: selection(call, before),
    color: colored && (env['PACKER_NO_COLOR'] ?? '') === '',
    introduce: colored,
    debug,
    force: flags.on('force', before?.force),
    onError: ON_ERROR.find((known) => known === flags.text('on-error')) ?? before?.onError ?? 'cleanup',
    parallel: debug ? 1 : Math.max(0, integerOf(flags.text('parallel-builds') ?? '0')),
    timestamps: flags.on('timestamp-ui'),
    emulation: emulation(call) ?? before?.emulation ?? undefined,
    endpointUrl: endpoint(
      flags.text('endpoint-url') ?? env['ECS_IMAGEBUILD_ENDPOINT_URL'] ?? before?.endpointUrl ?? '',
    ),
    state: stateFolder(call, stateBeside),
    autoRelease: parseDuration(flags.text('auto-release') ?? '') ?? before?.autoRelease ?? THREE_HOURS,
    timings: flags.on('timings'),
    report: report === undefined ? undefined : resolve(cwd, report),
    until: flags.text('until'),
  };
}

const ON_ERROR: readonly OnError[] = ['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'];

/** The folder of all runs: as said, or `.ecs-imagebuild` in the folder `beside`. */
export function stateFolder({ flags, terminal }: Call, beside: string): string {
  const said = flags.text('state-dir') ?? (terminal.env['ECS_IMAGEBUILD_STATE_DIR'] || undefined);
  return said === undefined ? join(beside, '.ecs-imagebuild') : resolve(terminal.cwd, said);
}

/** Later variables win, so those given now stand behind those of before. */
function selection({ flags }: Call, before?: RunInputs): Selection {
  const now = selectionOf(flags);
  if (before === undefined) return now;
  return {
    ...now,
    except: [...before.except, ...now.except],
    variables: [...before.variables, ...now.variables],
    variableFiles: [...before.variableFiles, ...now.variableFiles],
  };
}

const EMULATION = ['emulate-latency', 'emulate-state', 'emulate-guests', 'emulate-faults'];

function emulation({ flags, terminal }: Call): EmulationFlags | undefined {
  if (flags.on('emulate')) {
    const [latency, state, guests, faults] = EMULATION.map((flag) => flags.text(flag));
    const folder = state === undefined ? undefined : resolve(terminal.cwd, state);
    return { latency, state: folder, guests, faults };
  }
  const stray = EMULATION.filter((flag) => flags.text(flag) !== undefined);
  if (stray.length > 0) throw emulatorOnly(stray);
  return undefined;
}

function endpoint(url: string | undefined): string | undefined {
  if (url === undefined || url === '') return undefined;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw endpointInvalid(url);
  return url;
}
