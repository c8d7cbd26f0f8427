import { join } from 'node:path';
import type { EcsConfig } from '../../../../src/builders/alicloud-ecs/config.ts';
import type { Environment } from '../../../../src/builders/alicloud-ecs/environment.ts';
import type { Facts } from '../../../../src/builders/alicloud-ecs/facts.ts';
import { openCloud } from '../../../../src/builders/alicloud-ecs/open-cloud.ts';
import { steps } from '../../../../src/builders/alicloud-ecs/steps.ts';
import { environment, type Settings } from '../../../../src/builders/alicloud-ecs/surroundings.ts';
import type { BuildScope } from '../../../../src/builders/builder.ts';
import type { Cloud } from '../../../../src/cloud/port.ts';
import { prepareCommunicator } from '../../../../src/communicators/prepare-communicator.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../../src/emulator/emulator.ts';
import { openJournal } from '../../../../src/engine/journal.ts';
import { runBuild } from '../../../../src/engine/run-build.ts';
import { scopeOf } from '../../../../src/engine/scope.ts';
import { Undoer } from '../../../../src/engine/undoer.ts';
import type { BuildEvent, UndoReason } from '../../../../src/events/event.ts';
import { callsTo } from '../../../emulator/calls.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { settings } from '../settings.ts';
import { NEUTRAL } from './neutral.ts';

/** One step of the builder alone: on an emulated cloud, with facts in place of the steps before it. */
export interface StepRig<Own extends keyof Facts> extends AsyncDisposable {
  readonly emulator: Emulator;
  readonly cloud: Cloud;
  /** Runs the step, or once more after what became of it before; facts that are not given are neutral. */
  run(have?: Partial<Facts>): Promise<Facts[Own]>;
  /** Whether what it gave still exists, as is asked when a run is taken up. */
  check(fact: Facts[Own]): Promise<boolean | undefined>;
  /** Undoes it; gives whether that worked. */
  undo(because?: UndoReason, error?: unknown): Promise<boolean>;
  /** The parameters of the calls to one action, oldest first. */
  sent(action: string): readonly Readonly<Record<string, string>>[];
  /** Nouns of whatever exists in the cloud, sorted. */
  left(): readonly string[];
  /** What the step told. */
  told(): readonly string[];
}

/** Settings of the template, or what makes what they name. */
type Changes = Partial<EcsConfig> | ((cloud: Cloud) => Promise<Partial<EcsConfig>>);

export interface StepOptions
  extends Partial<Pick<BuildScope, 'provision' | 'provisionCleanup' | 'autoRelease' | 'clock' | 'limits'>> {
  readonly emulator?: EmulatorOptions;
  /** Parts of what the steps share, in place of the real ones. */
  readonly env?: Partial<Environment>;
}

export async function stepRig<Own extends keyof Facts>(
  name: Own,
  changes: Changes = {},
  options: StepOptions = {},
): Promise<StepRig<Own>> {
  const emulator = await startEmulator({ guests: 'none', ...options.emulator });
  const { accessKeyId: access_key, accessKeySecret: secret_key } = emulator;
  const events: BuildEvent[] = [];
  const scope = scopeOn(emulator, (event) => void events.push(event), options);
  const least = preparedOf({ access_key, secret_key });
  const opened = await openCloud(least, scope);
  const asked = typeof changes === 'function' ? await changes(opened.cloud) : changes;
  const prepared = preparedOf({ access_key, secret_key, ...asked });
  const { config } = prepared;
  const env: Environment = { ...environment(prepared, opened, scope), ...options.env };
  const list = steps(config);
  const step = list.find((each) => each.name === name);
  const { journal } = scope;
  const facts: Partial<Facts> = { ...NEUTRAL };
  const of = { ...scope, steps: list, env };
  return {
    emulator,
    cloud: opened.cloud,
    async run(have = {}) {
      Object.assign(facts, have);
      delete facts[name];
      for (const [given, fact] of Object.entries(facts)) journal.write({ type: 'done', step: given, fact });
      const made = (await runBuild<Environment, Facts>({ ...of, control: { only: { step: name } } }))[name];
      if (made === undefined) throw new Error(`step ${name} gave nothing`);
      facts[name] = made;
      return made;
    },
    check: async (fact) => step?.check?.(scopeOf({ ...scope, env, step: name }), fact),
    undo: async (because = 'failed', error = undefined) =>
      step === undefined || new Undoer<Environment, Facts>({ ...of, facts }).undo(step, { because, error }),
    sent: (action) => callsTo(emulator.record, action).map(({ params }) => params),
    left: () =>
      emulator
        .leftovers()
        .map(({ noun }) => noun)
        .sort(),
    told: () => events.flatMap((event) => (event.type === 'note' ? [event.text] : [])),
    async [Symbol.asyncDispose]() {
      await env.guest.close();
      await opened.cloud.close();
      await emulator.close();
      journal.close();
    },
  };
}

function preparedOf(changes: Partial<EcsConfig>): Settings {
  const decoded = settings({ communicator: 'none', ...changes });
  const communicator = prepareCommunicator(decoded);
  const config = { ...decoded, ...communicator.config };
  return { config, communicator, env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' } };
}

function scopeOn(emulator: Emulator, emit: BuildScope['emit'], options: StepOptions): BuildScope {
  const folder = temporaryFolder('step');
  const journal = openJournal(join(folder, 'journal.ndjson'));
  const header = { version: 1, id: 'run', build: 'b', builder: 'alicloud-ecs', template: '', digest: '' };
  journal.write({ type: 'run', ...header });
  return {
    runId: 'run',
    journal,
    folder,
    buildName: 'b',
    endpointUrl: emulator.url,
    clock: options.clock,
    limits: options.limits,
    emit,
    signal: new AbortController().signal,
    onError: 'abort',
    autoRelease: options.autoRelease ?? 0,
    reach: async (host, port) => emulator.reach(host, port) ?? { host, port },
    provision: options.provision ?? (async () => undefined),
    provisionCleanup: options.provisionCleanup ?? (async () => undefined),
  };
}
