import type { Artifact, BuilderType, BuildScope } from '../builders/builder.ts';
import type { Communicator } from '../communicators/communicator.ts';
import { noCommunicator } from '../communicators/none.ts';
import { runBuild } from '../engine/run-build.ts';
import type { Step } from '../engine/step.ts';
import { discardFiles } from '../files/discard-files.ts';
import { cleanGuest } from '../machine/clean-guest.ts';
import type { RenderContext } from '../template/go/context.ts';
import { renderUntilStable } from '../template/go/render.ts';
import { guarded, prepareConfig } from './adapt-component.ts';
import type { BuilderPlugin, BuilderPluginScope, Rendering } from './plugin.ts';
import { pluginArtifact } from './plugin-artifact.ts';

interface PluginFacts {
  readonly provisioned: Artifact;
}

/** A builder of a plug-in as one of ours: one step, in which the provisioners run. */
export function adaptBuilder(type: string, plugin: BuilderPlugin): BuilderType {
  return {
    type,
    fields: plugin.fields,
    prepare(raw, { context, force }) {
      const { config, secrets } = prepareConfig(plugin, [raw], context);
      const plan = `build with ${type}`;
      const provisioned: Step<BuildScope, PluginFacts> = {
        name: 'provisioned',
        needs: [],
        plan: () => plan,
        async run({ env: scope }) {
          const own = scopeOf(scope, type, { context, force });
          return pluginArtifact(
            type,
            await guarded('provision-failed', scope.signal, () => plugin.run(config, own)),
          );
        },
      };
      return {
        warnings: [],
        secrets,
        provisions: provisioned.name,
        steps: [{ ...provisioned, plan }],
        async run(scope) {
          const facts = await runBuild({ ...scope, steps: [provisioned], env: scope });
          return facts.provisioned;
        },
        async discard({ journal }, artifact) {
          // A run that is taken up has to make it again.
          journal.write({ type: 'undone', step: provisioned.name });
          await (plugin.discard?.(artifact, config) ?? discardFiles(artifact));
        },
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
    const { buildName: build, signal, onError, emit } = scope;
    const say = (text: string) => emit({ type: 'note', build, level: 'say', text });
    if (!signal.aborted && onError !== 'abort') await cleanGuest(scope, { comm, data, signal, error, say });
    throw error;
  }
}
