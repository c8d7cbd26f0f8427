import type { Image } from '../../../cloud/port.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, ecsStep, message } from '../environment.ts';
import type { ReplacedImage } from '../facts.ts';
import { imageNames } from '../images/image-names.ts';

/**
 * Images that have a name of ours step aside, if the template forces it. They are renamed, not deleted: Packer
 * deletes them first and leaves nothing when making the new image fails. Undone, they have their names again.
 */
export const namesFreed = ecsStep({
  name: 'namesFreed',
  needs: ['stopped'],
  plan: ({ config }) =>
    config.image_force_delete ? 'rename images that have the name already' : 'no image has to give way',
  keep: true,
  async run(scope) {
    const { config } = scope.env;
    if (!config.image_force_delete) return { replaced: [] };
    const found = await Promise.all(imageNames(config).map((place) => setAside(scope, place)));
    return { replaced: found.flat() };
  },
  async undo(scope, _have, fact) {
    const { config } = scope.env;
    const asked = config.image_force_delete ? imageNames(config) : [];
    const places = [
      ...asked,
      ...(fact?.replaced ?? []).filter((old) => !asked.some((one) => isSame(one, old))),
    ];
    await Promise.all(places.map((place) => putBack(scope, place)));
  },
});

type Place = ReturnType<typeof imageNames>[number];

function isSame(one: Place, other: Place): boolean {
  return one.region === other.region && one.name === other.name;
}

async function setAside(scope: EcsScope, { region, name }: Place): Promise<readonly ReplacedImage[]> {
  const { images } = scope.env.cloud.in(region);
  const aside = asideName(name, scope.runId);
  const before = (await images.named(aside, scope.signal)).map((image) =>
    replacedImage(region, name, image, aside),
  );
  const found = await images.named(name, scope.signal);
  for (const image of found) {
    await images.modify(image.id, { name: aside }, scope.signal);
    message(scope, `Renamed image ${image.id} in ${region}: ${name} is now ${aside}`);
  }
  return [...before, ...found.map((image) => replacedImage(region, name, image, aside))];
}

async function putBack(scope: EcsScope, { region, name }: Place): Promise<void> {
  const { images } = scope.env.cloud.in(region);
  for (const image of await images.named(asideName(name, scope.runId), scope.signal))
    await images.modify(image.id, { name }, scope.signal);
}

function replacedImage(region: string, name: string, image: Image, asideName: string): ReplacedImage {
  return {
    region,
    id: image.id,
    name,
    asideName,
    snapshots: image.disks.flatMap((disk) => disk.snapshotId || []),
  };
}

/** Unique for the run, and not longer than a name may be. */
function asideName(name: EcsConfig['image_name'], runId: string): string {
  const suffix = `-replaced-${runId}`.slice(0, 60);
  return `${name.slice(0, 128 - suffix.length)}${suffix}`;
}
