import { type BuildError, isBuildError } from '../../../errors/build-error.ts';
import type { EventArtifact } from '../../../events/event.ts';
import type { BuildScope } from '../../builder.ts';
import { artifactOf } from '../artifact.ts';
import type { Environment } from '../environment.ts';
import type { Facts, ImageFact } from '../facts.ts';
import { keptLines } from '../words.ts';
import { imageFact } from './image-flow.ts';
import { copyPlans } from './image-names.ts';

/** How long the copies are looked at before the build ends, in milliseconds. */
const LOOK = 10_000;

/** An error of a build whose image is complete and kept: it says what is there and what is missing, and so does an event. */
export async function withKept(error: unknown, env: Environment, scope: BuildScope): Promise<unknown> {
  const { journal, runId, emit, buildName: build } = scope;
  const facts = factsOf(scope);
  const { outcome, undoing } = journal.state;
  // With a full disk the journal does not tell the end.
  const undone = outcome === 'failed' || outcome === 'cancelled' || undoing !== undefined;
  if (undone || facts.createdImage === undefined) return error;
  const image = facts.image ?? facts.createdImage;
  const copies = facts.copies?.images ?? (await completeCopies(error, env, scope));
  const missing = missingOf(env, { facts, copies });
  const there = [image, ...copies];
  const images = rows(env, there, facts);
  emit({ type: 'kept', build, images });
  const lines = keptLines(
    there.map(({ region, id, name }) => `image ${id} (${name}) in ${region}`),
    missing,
    runId,
  );
  for (const text of lines) emit({ type: 'note', build, level: 'error', text });
  return isBuildError(error) ? told(error, { lines, images, missing }) : error;
}

interface Told {
  readonly lines: readonly string[];
  readonly images: EventArtifact['images'];
  readonly missing: readonly string[];
}

function told(error: BuildError, { lines, images, missing }: Told): BuildError {
  const hint = [error.hint, ...lines].filter((line) => line !== undefined).join(' ');
  return error.with({ hint, data: { ...error.data, kept: images, missing } });
}

function factsOf({ journal }: BuildScope): Partial<Facts> {
  const done = [...journal.state.steps].filter(
    ([, { status }]) => status === 'done' || status === 'finished',
  );
  return Object.fromEntries(done.map(([name, { fact }]) => [name, fact]));
}

function rows(env: Environment, there: readonly ImageFact[], { shared }: Partial<Facts>) {
  const [image, ...images] = there;
  if (image === undefined) return [];
  return artifactOf(env.config, { image, copies: { images }, shared: shared ?? { accounts: [] } }).images;
}

/** One look at each copy that was begun; in vain where nobody waits any more, or the cloud cannot be reached. */
async function completeCopies(
  error: unknown,
  { cloud }: Environment,
  { journal }: BuildScope,
): Promise<readonly ImageFact[]> {
  if (isBuildError(error, 'cancelled', 'cloud-unavailable')) return [];
  const things = [...(journal.state.steps.get('copies')?.things.values() ?? [])];
  const signal = AbortSignal.timeout(LOOK);
  const found = await Promise.all(
    things
      .filter(({ noun }) => noun === 'image copy')
      .map(async ({ id, region = '' }) => {
        const image = await cloud
          .in(region)
          .images.read(id, signal)
          .catch(() => undefined);
        return image?.status === 'Available' ? imageFact(region, image) : [];
      }),
  );
  return found.flat();
}

interface Have {
  readonly facts: Partial<Facts>;
  readonly copies: readonly ImageFact[];
}

function missingOf({ config }: Environment, { facts, copies }: Have): readonly string[] {
  const regions = copyPlans(config)
    .map(({ region }) => region)
    .filter((region) => copies.every((copy) => copy.region !== region));
  const accounts = [...config.image_share_account, ...config.image_unshare_account];
  const open: readonly (readonly [keyof Facts, boolean, string])[] = [
    ['image', config.image_encrypted === true, `its encrypted copy ${config.image_name}`],
    ['copies', regions.length > 0, `the copies in ${regions.join(', ')}`],
    ['tagged', Object.keys(config.tags).length > 0, 'the tags of the snapshots'],
    ['shared', accounts.length > 0, `who may use it (${accounts.join(', ')})`],
    ['replaced', config.image_force_delete, 'the removal of the replaced images'],
    [
      'pruned',
      config.image_keep_last + config.image_deprecate_after > 0,
      'the end of older images of the family',
    ],
  ];
  return open.flatMap(([step, asked, text]) => (asked && facts[step] === undefined ? [text] : []));
}
