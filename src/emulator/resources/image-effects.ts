import type { EffectRun } from '../effects.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { find, regionNamed } from './table.ts';

/** Effects on images. */
export const imageEffects: Readonly<Record<string, EffectRun>> = {
  'image-available'(world, { region, id }) {
    const image = find(regionNamed(world, region).images, id);
    if (image?.status !== 'Creating') return;
    image.status = 'Available';
    if (image.isCopied) startCopies(world, region);
  },
  'image-failed'(world, { region, id }) {
    const image = find(regionNamed(world, region).images, id);
    if (image?.status === 'Creating') image.status = 'CreateFailed';
  },
};

/** Copies that wait for a place in this region begin, the oldest first, while there are places. */
export function startCopies(world: World, regionId: string): void {
  const images = Object.values(regionNamed(world, regionId).images).filter(({ isCopied }) => isCopied);
  const running = images.filter(({ status }) => status === 'Creating').length;
  const waiting = images.filter(({ status }) => status === 'Waiting');
  for (const image of waiting.slice(0, Math.max(0, world.quotas.copiesAtOnce - running))) {
    startCopy(world, regionId, image);
  }
}

function startCopy(world: World, regionId: string, image: Image): void {
  const { snapshots } = regionNamed(world, regionId);
  const duration = world.latency.imageCopy;
  image.status = 'Creating';
  image.readyAt = world.now() + duration;
  for (const { snapshotId } of image.mappings) {
    const snapshot = find(snapshots, snapshotId);
    if (snapshot === undefined) continue;
    snapshots[snapshotId] = { ...snapshot, readyAt: image.readyAt };
    world.later(duration, { name: 'snapshot-accomplished', region: regionId, id: snapshotId });
  }
  world.later(duration, { name: 'image-available', region: regionId, id: image.id });
}
