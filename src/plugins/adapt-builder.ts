import type { Artifact, BuilderType, BuildScope } from '../builders/builder.ts';
import { cleanGuest } from '../builders/clean-guest.ts';
import { ONE_STEP, oneStep } from '../builders/one-step.ts';
import type { Communicator } from '../communicators/communicator.ts';
import { noCommunicator } from '../communicators/none.ts';
import { discardFiles } from '../files/discard-files.ts';
import type { RenderContext } from '../template/go/context.ts';
import { renderUntilStable } from '../template/go/render.ts';
import { guarded, prepareConfig } from './adapt-component.ts';
import type { BuilderPlugin, BuilderPluginScope, Rendering } from './plugin.ts';
import { artifactOf } from './plugin-artifact.ts';

/** A builder of a plug-in as one of ours: one step, in which the provisioners run. */
export function adaptBuilder(type: string, plugin: BuilderPlugin): BuilderType {
  return {
    type,
    fields: plugin.fields,
    prepare(raw, { context, force }) {
      const { config, secrets } = prepareConfig(plugin, [raw], context);
      return {
        warnings: [],
        secrets,
        provisions: ONE_STEP,
        steps: [{ name: ONE_STEP, needs: [], plan: `build with ${type}` }],
        run: (scope) =>
          oneStep(scope, async (): Promise<Artifact> => {
            const own = scopeOf(scope, type, { context, force });
            const made = await guarded('provision-failed', scope.signal, () => plugin.run(config, own));
            return artifactOf(type, made);
          }),
        discard: (_scope, artifact) => plugin.discard?.(artifact, config) ?? discardFiles(artifact),
      };
    },
  };
}

function scopeOf(
  scope: BuildScope,
  builderType: string,
  { context, force }: { readonly context: RenderContext; readonly force: boolean },
): BuilderPluginScope & Rendering {
  const { buildName, runId, folder, signal } = scope;
  return {
    buildName,
    builderType,
    runId,
    folder,
    signal,
    force,
    note: (level, text) => scope.emit({ type: 'note', build: buildName, level, text }),
    provision: (communicator = noCommunicator(), data = {}) => provision(scope, communicator, data),
    render: (text, more = {}) => renderUntilStable(text, { ...context, data: more }),
  };
}

async function provision(
  scope: BuildScope,
  comm: Communicator,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  const data = { ...comm.data, ConnType: comm.kind, ...given, PackerRunUUID: scope.runId };
  try {
    await scope.provision(comm, data, scope.signal);
  } catch (error) {
    if (!scope.signal.aborted && scope.onError !== 'abort') await cleanGuest(scope, comm, { data, error });
    throw error;
  }
}
