import type { BuildScope } from '../builders/builder.ts';
import type { Communicator } from '../communicators/communicator.ts';
import type { Emit } from '../events/event.ts';
import type { PlannedProvisioner } from '../provisioners/prepare-provisioners.ts';
import type { ProvisionScope } from '../provisioners/provisioner.ts';
import type { RenderContext } from '../template/interpolation/context.ts';

/** The provisioners of one build, prepared. */
export interface Plan {
  readonly name: string;
  readonly type: string;
  readonly context: RenderContext;
  readonly provisioners: readonly PlannedProvisioner[];
  readonly cleanup: PlannedProvisioner | undefined;
}

type Data = Readonly<Record<string, string>>;

/** The provisioning half of a builder's scope; the code that runs provisioners is loaded when there is a guest. */
export function provisioning(plan: Plan, emit: Emit): Pick<BuildScope, 'provision' | 'provisionCleanup'> {
  const through =
    (provisioners: readonly PlannedProvisioner[]): BuildScope['provision'] =>
    async (comm, data, signal) => {
      const { runProvisioners } = await import('../provisioners/run-provisioners.ts');
      await runProvisioners(provisioners, scopeOf(plan, { comm, data, signal, emit }));
    };
  const cleanup = plan.cleanup === undefined ? [] : [plan.cleanup];
  return { provision: through(plan.provisioners), provisionCleanup: through(cleanup) };
}

interface Guest {
  readonly comm: Communicator;
  readonly data: Data;
  readonly signal: AbortSignal;
  readonly emit: Emit;
}

function scopeOf({ name: build, type, context }: Plan, { comm, data, signal, emit }: Guest): ProvisionScope {
  return {
    ...{ comm, signal, data, buildName: build, builderType: type },
    context: { ...context, data },
    note: (level, text) => emit({ type: 'note', build, level, text }),
    output: (stream, line) => emit({ type: 'output', build, stream, line }),
    transferred: (path, bytes, total) => emit({ type: 'transfer', build, path, bytes, total }),
  };
}
