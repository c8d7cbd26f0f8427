import type { Emulator } from '../../src/emulator/emulator.ts';
import type { Image } from '../../src/emulator/world-state.ts';

/** What a build has left and made, in a form that is the same for two builds with the same result. */
export interface CloudState {
  /** One line for every image: all that a user would compare. */
  readonly images: readonly string[];
  /** `NOUN REGION` of whatever exists. */
  readonly left: readonly string[];
  /** How many things there have ever been, by `NOUN REGION`. */
  readonly made: Readonly<Record<string, number>>;
}

/** Watches an emulator from its first call on, as what was made and removed again is seen only on the way. */
export function watchCloud(): { look(emulator: Emulator): void; state(emulator: Emulator): CloudState } {
  const seen = new Map<string, Set<string>>();
  const look = (emulator: Emulator) => {
    for (const { noun, region, id } of emulator.leftovers()) {
      const kind = `${noun} ${region}`;
      seen.set(kind, (seen.get(kind) ?? new Set()).add(id));
    }
  };
  return {
    look,
    state(emulator) {
      look(emulator);
      return {
        images: images(emulator),
        left: emulator
          .leftovers()
          .map(({ noun, region }) => `${noun} ${region}`)
          .sort(),
        made: Object.fromEntries([...seen].map(([kind, ids]): [string, number] => [kind, ids.size]).sort()),
      };
    },
  };
}

function images({ world }: Emulator): readonly string[] {
  return Object.entries(world.state.regions)
    .flatMap(([region, tables]) => Object.values(tables.images).map((image) => line(region, image)))
    .sort();
}

function line(region: string, image: Image): string {
  const tags = image.tags
    .map(({ key, value }) => `${key}=${key === 'ecs-imagebuild:run' ? 'RUN' : value}`)
    .sort();
  const disks = image.mappings.map(({ device, type, size, encrypted }) => [device, type, size, encrypted]);
  const { family, version, description, status, encrypted, bootMode, isCopied, resourceGroupId } = image;
  // Templates put the time of the build into names.
  const name = image.name.replace(/\d{10}/, 'TIME');
  const shares = Object.keys(image.shares).sort();
  return JSON.stringify({
    region,
    name,
    family,
    version,
    description,
    status,
    encrypted,
    bootMode,
    isCopied,
    resourceGroupId,
    tags,
    disks,
    shares,
  });
}

/** What differs between the result of an undisturbed build and another, in words; empty: nothing. */
export function differences(expected: CloudState, actual: CloudState): readonly string[] {
  return [
    ...lists('image', expected.images, actual.images),
    ...lists('left over', expected.left, actual.left),
    ...Object.keys({ ...expected.made, ...actual.made }).flatMap((kind) => {
      const [before = 0, now = 0] = [expected.made[kind], actual.made[kind]];
      return before === now ? [] : [`${kind}: ${now} made in all, not ${before}`];
    }),
  ];
}

function lists(what: string, expected: readonly string[], actual: readonly string[]): readonly string[] {
  const rest = [...actual];
  const missing = expected.filter((one) => {
    const index = rest.indexOf(one);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
  return [
    ...missing.map((one) => `${what} missing: ${one}`),
    ...rest.map((one) => `${what} too many: ${one}`),
  ];
}
