import type { BuildEvent, EventArtifact, EventError } from './event.ts';

/** What a build did, as its events told it. Plain JSON; `null` stands for what is not there. */
export interface BuildSummary {
  readonly build: string;
  readonly runId: string;
  readonly builder: string;
  readonly outcome: 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly milliseconds: number;
  readonly error: EventError | null;
  readonly steps: readonly StepSummary[];
  readonly resources: readonly ResourceSummary[];
  readonly artifacts: readonly EventArtifact[];
  /** Images that are complete and stay although the build has failed. */
  readonly kept: EventArtifact['images'];
}

export interface StepSummary {
  readonly step: string;
  readonly status: 'running' | 'done' | 'failed';
  readonly milliseconds: number;
  /** How long removing what the step had made took; 0 when there was nothing to remove. */
  readonly undoMilliseconds: number;
  /** With `--timings`: what the milliseconds went to. */
  readonly spent?: { readonly guest: number; readonly calls: number; readonly waiting: number };
  /** With `--timings`: the step that it waited for longest. */
  readonly after?: string;
}

export interface ResourceSummary {
  readonly step: string;
  readonly noun: string;
  readonly id: string;
  readonly region: string;
  readonly state: ResourceState;
  /** The command that removes it, while it is there and ours. */
  readonly remedy: string | null;
}

type ResourceState = Extract<BuildEvent, { readonly type: 'resource' }>['state'];

const FRESH: Omit<BuildSummary, 'build'> = {
  runId: '',
  builder: '',
  outcome: 'running',
  milliseconds: 0,
  error: null,
  steps: [],
  resources: [],
  artifacts: [],
  kept: [],
};

/** Follows the events of all builds; `builds()` is the state right now, in the order in which they began. */
export function summarise(): { on(event: BuildEvent): void; builds(): readonly BuildSummary[] } {
  const builds = new Map<string, BuildSummary>();
  return {
    on: (event) =>
      void builds.set(event.build, fold(builds.get(event.build) ?? { build: event.build, ...FRESH }, event)),
    builds: () => [...builds.values()],
  };
}

function fold(state: BuildSummary, event: BuildEvent): BuildSummary {
  switch (event.type) {
    case 'run-started':
      return { ...state, runId: event.runId, builder: event.builder };
    case 'run-ended': {
      const failed = event.error === undefined ? 'succeeded' : 'failed';
      const outcome = event.cancelled === true ? 'cancelled' : failed;
      return { ...state, outcome, milliseconds: event.milliseconds, error: event.error ?? null };
    }
    case 'artifact':
      return { ...state, artifacts: [...state.artifacts, event.artifact] };
    case 'kept':
      return { ...state, kept: event.images };
    case 'resource':
      return { ...state, resources: resourcesAfter(state.resources, event) };
    case 'step-started':
      return step(state, event.step, { status: 'running' });
    case 'step-done':
      return step(state, event.step, done(event));
    case 'step-failed':
      return step(state, event.step, { status: 'failed', milliseconds: event.milliseconds });
    case 'undo-done':
      return step(state, event.step, { undoMilliseconds: event.milliseconds });
    default:
      return state;
  }
}

function done({ milliseconds, spent, after }: Extract<BuildEvent, { readonly type: 'step-done' }>) {
  return { status: 'done', milliseconds, ...(spent && { spent }), ...(after && { after }) } as const;
}

function step(state: BuildSummary, name: string, news: Partial<StepSummary>): BuildSummary {
  const before = state.steps.find((known) => known.step === name);
  const fresh: StepSummary = { step: name, status: 'done', milliseconds: 0, undoMilliseconds: 0 };
  const after = { ...(before ?? fresh), ...news };
  const steps =
    before === undefined ? [...state.steps, after] : state.steps.map((old) => (old === before ? after : old));
  return { ...state, steps };
}

function resourcesAfter(
  before: readonly ResourceSummary[],
  event: Extract<BuildEvent, { readonly type: 'resource' }>,
): readonly ResourceSummary[] {
  const { step: name, noun, id, region, state, remedy } = event;
  const known = before.find((resource) => resource.id === id && resource.region === region);
  // What the user brought along stays theirs, whatever is told of it later.
  if (known?.state === 'found' && state === 'created') return before;
  const after = {
    step: known?.step ?? name,
    noun,
    id,
    region,
    state,
    remedy: state === 'removed' || state === 'passed' ? null : (remedy ?? known?.remedy ?? null),
  };
  return known === undefined ? [...before, after] : before.map((old) => (old === known ? after : old));
}

/** The things that are part of the result: images, their snapshots and copies. */
function isResult(build: BuildSummary, resource: ResourceSummary): boolean {
  const images = [...build.kept, ...build.artifacts.flatMap((artifact) => artifact.images)];
  return images.some(({ id, snapshots }) => id === resource.id || snapshots.includes(resource.id));
}

/** What a build made and neither removed nor handed over as its result. */
export function leftOver(build: BuildSummary): readonly ResourceSummary[] {
  return build.resources.filter(
    (resource) =>
      resource.state === 'left' ||
      resource.state === 'joined' ||
      (resource.state === 'created' && !isResult(build, resource)),
  );
}
