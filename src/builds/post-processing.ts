import type { Artifact, BuildScope } from '../builders/builder.ts';
import type { RunControl, RunPlace } from '../engine/run-control.ts';
import { isBuildError } from '../errors/build-error.ts';
import type { EventArtifact } from '../events/event.ts';
import { runChains } from '../post-processors/run-chains.ts';
import { ARTIFACT_STEP, forgetArtifact, forgetFrom, journalledRunner, runOf } from './journalled-chains.ts';
import type { LoadedBuild } from './load-builds.ts';
import { imagesKept } from './words.ts';

/** How a builder takes part in a run that post-processors may follow: of places that are theirs it knows nothing. */
export function goOf(
  { chains, prepared }: LoadedBuild,
  control: RunControl,
): Pick<BuildScope, 'control' | 'followed'> {
  const own = (place: string | undefined) => prepared.steps.some(({ name }) => name === place);
  const { from, until, ...rest } = control;
  return {
    control: {
      ...rest,
      ...(from !== undefined && own(from.step) && { from }),
      ...(until !== undefined && own(until) && { until }),
    },
    followed: chains.length > 0 && control.only === undefined && (until === undefined || !own(until)),
  };
}

/** Builds and post-processes; gives what comes out of it, nothing when a run stops before its end. */
export async function produce(
  build: LoadedBuild,
  scope: BuildScope,
  from: RunPlace | undefined,
): Promise<readonly EventArtifact[]> {
  if (scope.followed !== true) return [await build.prepared.run(scope)].flatMap(told);
  if (from !== undefined) forgetFrom(scope.journal, from.step, build.chains.flat());
  const built = await builtOnce(build, scope);
  if (built === undefined) {
    scope.journal.write({ type: 'ended', outcome: 'succeeded' });
    return [];
  }
  return (await postProcess(build, built, scope)).flatMap(told);
}

/** Undoes what the run holds; then nothing that was made is there to be post-processed. */
export async function cleanUp(build: LoadedBuild, scope: BuildScope): Promise<boolean | undefined> {
  const members = build.chains.flat().filter(({ prepared }) => prepared.cleanup !== undefined);
  const cleaned = [];
  for (const member of members.toReversed())
    cleaned.push(await member.prepared.cleanup?.(runOf(scope, member)));
  const clean = await build.prepared.cleanup?.(scope);
  forgetArtifact(scope.journal);
  // A builder that makes nothing that lasts does not say that the run has ended.
  if (clean === undefined && cleaned.length > 0) scope.journal.write({ type: 'ended', outcome: 'cancelled' });
  return cleaned.includes(false) ? false : (clean ?? cleaned[0]);
}

/** What the builder made, by this process or an earlier one; wanted again from one of its steps on, it is built anew. */
async function builtOnce({ prepared }: LoadedBuild, scope: BuildScope): Promise<Artifact | undefined> {
  const { journal, control } = scope;
  if (control?.from !== undefined) forgetArtifact(journal);
  const before = journal.state.steps.get(ARTIFACT_STEP);
  if (before?.status === 'done') return before.fact as Artifact;
  const built = await prepared.run(scope);
  if (built !== undefined) journal.write({ type: 'done', step: ARTIFACT_STEP, fact: built });
  return built;
}

async function postProcess(
  build: LoadedBuild,
  built: Artifact,
  scope: BuildScope,
): Promise<readonly Artifact[]> {
  const { journal, signal, emit, buildName } = scope;
  const keepsAll = keeps(built, scope);
  try {
    const artifacts = await runChains(build.chains, built, journalledRunner(build, scope, keepsAll));
    journal.write({ type: 'ended', outcome: 'succeeded' });
    return artifacts;
  } catch (error) {
    const ended = signal.aborted ? 'cancelled' : 'failed';
    journal.write({ type: 'ended', outcome: keepsAll ? 'aborted' : ended });
    if (!keepsAll || built.images.length === 0) throw error;
    emit({ type: 'kept', build: buildName, images: built.images });
    throw isBuildError(error) ? imagesKept(error, built.images, scope.runId) : error;
  }
}

/** Images are never thrown away because something that follows them has failed, unless that is asked for. */
function keeps({ images }: Artifact, { onError }: BuildScope): boolean {
  if (onError === 'cleanup' || onError === 'ask') return images.length > 0;
  return onError !== 'cleanup-all';
}

/** An artifact as the rest of the world is told of it: generated data is between builder and post-processors. */
function told(artifact: Artifact | undefined): readonly EventArtifact[] {
  if (artifact === undefined) return [];
  const { data: _data, ...rest } = artifact;
  return [rest];
}
