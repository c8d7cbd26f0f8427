import { dirname, resolve } from 'node:path';
import { emulatorOnly, endpointInvalid } from '../errors/word/cli.ts';
import type { Call } from './command.ts';
import { parseDuration } from './duration-flag.ts';
import type { EmulationFlags } from './emulation.ts';
import { type Selection, selectionOf } from './selection.ts';

/** What the flags and the environment say about a run. Paths are absolute. */
export interface RunSettings {
  readonly selection: Selection;
  readonly color: boolean;
  /** Whether to say which build has which colour. */
  readonly introduce: boolean;
  readonly debug: boolean;
  readonly force: boolean;
  readonly onError: 'cleanup' | 'abort';
  /** 0: no limit. */
  readonly parallel: number;
  readonly timestamps: boolean;
  readonly emulation: EmulationFlags | undefined;
  readonly endpointUrl: string | undefined;
  readonly state: string;
  /** Milliseconds. */
  readonly autoRelease: number;
  readonly report: string | undefined;
}

const THREE_HOURS = 3 * 3_600_000;

/** Reads the flags of `run`. Throws BuildError `usage`. */
export function runSettings({ flags, machineReadable, terminal }: Call, templatePath: string): RunSettings {
  const { env, cwd } = terminal;
  const colored = flags.on('color', true) && !machineReadable;
  const debug = flags.on('debug');
  const report = flags.text('report');
  const state = flags.text('state-dir') ?? env['ECS_IMAGEBUILD_STATE_DIR'];
  return {
    selection: selectionOf(flags),
    color: colored && (env['PACKER_NO_COLOR'] ?? '') === '',
    introduce: colored,
    debug,
    force: flags.on('force'),
    onError: flags.text('on-error') === 'abort' ? 'abort' : 'cleanup',
    parallel: debug ? 1 : Math.max(0, Number(flags.text('parallel-builds') ?? 0)),
    timestamps: flags.on('timestamp-ui'),
    emulation: emulation({ flags }),
    endpointUrl: endpoint(flags.text('endpoint-url') ?? env['ECS_IMAGEBUILD_ENDPOINT_URL']),
    state: state === undefined ? resolve(dirname(templatePath), '.ecs-imagebuild') : resolve(cwd, state),
    autoRelease: parseDuration(flags.text('auto-release') ?? '') ?? THREE_HOURS,
    report: report === undefined ? undefined : resolve(cwd, report),
  };
}

const EMULATION = ['emulate-latency', 'emulate-state', 'emulate-guests', 'emulate-faults'];

function emulation({ flags }: Pick<Call, 'flags'>): EmulationFlags | undefined {
  if (flags.on('emulate')) {
    const [latency, state, guests, faults] = EMULATION.map((flag) => flags.text(flag));
    return { latency, state, guests, faults };
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
