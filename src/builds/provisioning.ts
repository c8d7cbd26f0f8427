import type { BuildScope } from '../builders/builder.ts';
import type { Communicator } from '../communicators/communicator.ts';
import type { Journal } from '../engine/journal.ts';
import type { Emit } from '../events/event.ts';
import type { PlannedProvisioner } from '../provisioners/prepare-provisioners.ts';
import type { ProvisionScope } from '../provisioners/provisioner.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { JsonObject } from '../template/model/template.ts';
import { digestOf } from './resolved-template.ts';

/** The provisioners of one build, prepared. */
export interface Plan {
  readonly name: string;
  /** What provisioners know the build by. */
  readonly ownName: string;
  readonly type: string;
  readonly context: RenderContext;
  /** One for all builds of a call. */
  readonly runUuid: string;
  readonly provisioners: readonly PlannedProvisioner[];
  readonly cleanup: PlannedProvisioner | undefined;
}

export interface ProvisioningOptions {
  readonly emit: Emit;
  readonly journal: Journal;
  /** The step that they belong to. */
  readonly step: string;
  /** The only one to run, from 1. */
  readonly only: number | undefined;
  /** Waits before each one for whoever watches. */
  pause?(): Promise<void>;
  /** Resolves when those who read the output have caught up; `undefined` when they have. */
  caughtUp?(): Promise<void> | undefined;
  /** Keeps values out of everything that is written from now on. */
  hide(secrets: readonly string[]): void;
  /** Waits for somebody to press enter; unset when nobody could. */
  readonly ask?: ((text: string) => Promise<void>) | undefined;
}

type Data = Readonly<Record<string, string>>;

/**
 * The provisioning half of a builder's scope; the code that runs provisioners is loaded when there is a guest. Each
 * provisioner is noted by itself, so that one that has finished is not run again when the run is taken up.
 */
export function provisioning(
  plan: Plan,
  resolved: JsonObject,
  options: ProvisioningOptions,
): Pick<BuildScope, 'provision' | 'provisionCleanup'> {
  const digests = [resolved['provisioners'] ?? []].flat().map(digestOf);
  return {
    async provision(comm, data, signal) {
      const scope = scopeOf(plan, options, { comm, data, signal });
      for (const [index, each] of plan.provisioners.entries())
        await runOne(each, { part: index + 1, digest: digests[index] ?? '' }, scope, options);
    },
    async provisionCleanup(comm, data, signal) {
      if (plan.cleanup === undefined) return;
      const { runProvisioners } = await import('../provisioners/run-provisioners.ts');
      await runProvisioners([plan.cleanup], scopeOf(plan, options, { comm, data, signal }));
    },
  };
}

interface Part {
  readonly part: number;
  readonly digest: string;
}

async function runOne(
  planned: PlannedProvisioner,
  { part, digest }: Part,
  scope: ProvisionScope,
  { journal, step, only, pause }: ProvisioningOptions,
): Promise<void> {
  if (only !== undefined && only !== part) return;
  const kind = planned.provisioner.type;
  const before = journal.state.steps.get(step)?.parts.get(part);
  if (before?.state === 'done') {
    scope.note('say', `Provisioner ${part} (${kind}) has run already: not run again.`);
    return;
  }
  await pause?.();
  const { runProvisioners } = await import('../provisioners/run-provisioners.ts');
  journal.write({ type: 'part', step, part, kind, digest, state: 'started' });
  await runProvisioners([planned], scope);
  journal.write({ type: 'part', step, part, kind, digest, state: 'done' });
}

/** What a connection tells that nobody else knew before: the key may be made for this run. */
const SECRETS = ['SSHPrivateKey', 'Password', 'WinRMPassword'] as const;

interface Guest {
  readonly comm: Communicator;
  readonly data: Data;
  readonly signal: AbortSignal;
}

function scopeOf(
  { name: build, ownName, type, context, runUuid }: Plan,
  { emit, ask, hide, caughtUp }: ProvisioningOptions,
  { comm, data: given, signal }: Guest,
): ProvisionScope {
  // Builders know their own run only.
  const data = 'PackerRunUUID' in given ? { ...given, PackerRunUUID: runUuid } : given;
  hide(SECRETS.map((name) => data[name] ?? ''));
  return {
    comm,
    signal,
    data,
    runUuid,
    buildName: ownName,
    builderType: type,
    context: { ...context, data },
    note: (level, text) => emit({ type: 'note', build, level, text }),
    output: (stream, line) => emit({ type: 'output', build, stream, line }),
    transferred: (path, bytes, total) => emit({ type: 'transfer', build, path, bytes, total }),
    ...(ask !== undefined && { ask }),
    ...(caughtUp !== undefined && { caughtUp }),
  };
}
