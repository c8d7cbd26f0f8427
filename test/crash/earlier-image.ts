import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Image, Snapshot } from '../../src/emulator/world-state.ts';

let earlier: { readonly image: Image; readonly snapshots: readonly Snapshot[] } | undefined;

/** Takes the image that a build has just made as the one that later builds replace. */
export function keepEarlierImage({ world }: Emulator): void {
  for (const { images, snapshots } of Object.values(world.state.regions)) {
    const [image] = Object.values(images);
    if (image !== undefined) earlier = structuredClone({ image, snapshots: Object.values(snapshots) });
  }
}

/** Puts it into another cloud. */
export function placeEarlierImage({ world }: Emulator): void {
  const region = world.state.regions['cn-hangzhou'];
  if (earlier === undefined || region === undefined) return;
  const { image, snapshots } = structuredClone(earlier);
  region.images[image.id] = image;
  for (const snapshot of snapshots) region.snapshots[snapshot.id] = snapshot;
}
