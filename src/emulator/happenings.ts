import { beginDelete } from './resources/instance-lifecycle.ts';
import type { World } from './world.ts';
import type { Instance } from './world-state.ts';

/** What somebody else, or the service of its own accord, does to the resources of all regions. */
export const happenings = {
  /** All instances are released by somebody. */
  released: (world: World) => endInstances(world, () => true),
  /** The service takes all spot instances back. */
  reclaimed: (world: World) =>
    endInstances(world, (instance) => {
      const isSpot = instance.spotStrategy !== '' && instance.spotStrategy !== 'NoSpot';
      if (isSpot) instance.recycling = true;
      return isSpot;
    }),
  /** All images and copies that are being made fail. */
  'images-fail': failImages,
} as const satisfies Readonly<Record<string, (world: World) => void>>;

export type Happening = keyof typeof happenings;

function endInstances(world: World, ends: (instance: Instance) => boolean): void {
  for (const [region, { instances }] of Object.entries(world.state.regions))
    for (const instance of Object.values(instances).filter(ends)) beginDelete(world, region, instance);
}

function failImages(world: World): void {
  for (const { images } of Object.values(world.state.regions))
    for (const image of Object.values(images))
      if (image.status === 'Creating' || image.status === 'Waiting') image.status = 'CreateFailed';
}
