import type { Image } from '../../../cloud/port.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import { reason } from '../../../wire/reason.ts';
import { type EcsScope, ecsStep, message, say } from '../environment.ts';
import { copyPlans } from '../images/image-names.ts';

/**
 * Older images of the family are deprecated and deleted, when everything else of the build is done. Shared images and
 * those in use are never touched, and one that cannot be removed does not fail the build.
 */
export const pruned = ecsStep({
  name: 'pruned',
  needs: ['image', 'copies', 'tagged', 'shared', 'replaced'],
  plan: ({ config }) =>
    asked(config) ? 'deprecate and delete older images of the family' : 'older images stay as they are',
  async run(scope, { image, copies }) {
    const { config } = scope.env;
    const done = { deprecated: [], deleted: [] };
    if (!asked(config)) return done;
    const own = new Set([image, ...copies.images].map(({ id }) => id));
    const families = [
      { region: config.region, family: config.target_image_family },
      ...copyPlans(config).map(({ region, family }) => ({ region, family })),
    ].filter(({ family }) => family !== '');
    const all = await Promise.all(families.map((place) => prune(scope, place, own)));
    return {
      deprecated: all.flatMap(({ deprecated }) => deprecated),
      deleted: all.flatMap(({ deleted }) => deleted),
    };
  },
});

function asked(config: EcsScope['env']['config']): boolean {
  return config.image_keep_last > 0 || config.image_deprecate_after > 0;
}

interface Place {
  readonly region: string;
  readonly family: string;
}

async function prune(scope: EcsScope, place: Place, own: ReadonlySet<string>) {
  const { config, cloud } = scope.env;
  const { images } = cloud.in(place.region);
  const search = { owner: 'self', family: place.family, architecture: '', tags: {}, anyStatus: true };
  const found = await images.search(search, scope.signal);
  // Ours are the newest whatever a clock says.
  const older = found
    .filter(({ id }) => !own.has(id))
    .toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
  const kept =
    config.image_keep_last > 0 ? config.image_keep_last - (found.length - older.length) : older.length;
  const [stay, go] = [older.slice(0, Math.max(0, kept)), older.slice(Math.max(0, kept))];
  const deleted: string[] = [];
  for (const image of go) if (await remove(scope, place, image)) deleted.push(image.id);
  const deprecated: string[] = [];
  for (const image of stay) if (await deprecate(scope, place, image)) deprecated.push(image.id);
  return { deprecated, deleted };
}

async function remove(scope: EcsScope, { region, family }: Place, image: Image): Promise<boolean> {
  const { images, snapshots } = scope.env.cloud.in(region);
  if (image.inUse) return left(scope, image, 'it is in use');
  if (image.status === 'Creating' || image.status === 'Waiting')
    return left(scope, image, 'it is being made');
  return attempt(scope, image, async () => {
    if ((await images.shares(image.id, scope.signal)).length > 0) return left(scope, image, 'it is shared');
    say(
      scope,
      `Deleting image ${image.id} (${image.name}) of family ${family} in ${region}: newer ones are kept`,
    );
    await images.removeUnused(image.id, scope.signal);
    for (const { snapshotId } of image.disks)
      if (snapshotId !== '') await snapshots.remove(snapshotId, scope.signal);
    return true;
  });
}

async function deprecate(scope: EcsScope, { region, family }: Place, image: Image): Promise<boolean> {
  const { image_deprecate_after: age } = scope.env.config;
  if (age <= 0 || image.status !== 'Available' || Date.now() - Date.parse(image.createdAt) < age)
    return false;
  const { images } = scope.env.cloud.in(region);
  return attempt(scope, image, async () => {
    if ((await images.shares(image.id, scope.signal)).length > 0) return left(scope, image, 'it is shared');
    say(scope, `Deprecating image ${image.id} (${image.name}) of family ${family} in ${region}`);
    await images.modify(image.id, { status: 'Deprecated' }, scope.signal);
    return true;
  });
}

async function attempt(scope: EcsScope, image: Image, change: () => Promise<boolean>): Promise<boolean> {
  try {
    return await change();
  } catch (error) {
    if (!isBuildError(error) || scope.signal.aborted) throw error;
    return left(scope, image, reason(error));
  }
}

function left(scope: EcsScope, { id, name }: Image, why: string): false {
  message(scope, `Image ${id} (${name}) stays: ${why}`);
  return false;
}
