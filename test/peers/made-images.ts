import type { Emulator } from '../../src/emulator/emulator.ts';
import type { DiskMapping, Image, RegionState } from '../../src/emulator/world-state.ts';
import type { GuestDisk, GuestFile } from '../../src/guests/guest.ts';

/** What of an image its users get: without ids and times, so that the images of two clouds can be held side by side. */
export interface MadeImage {
  readonly region: string;
  readonly name: string;
  readonly description: string;
  readonly family: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly status: string;
  readonly copied: boolean;
  readonly encrypted: boolean;
  readonly sharedWith: readonly string[];
  readonly disks: readonly MadeDisk[];
}

interface MadeDisk {
  readonly device: string;
  readonly type: string;
  readonly size: number;
  readonly encrypted: boolean;
  /** Category of the disk that was snapshot. */
  readonly category: string;
  readonly snapshotTags: Readonly<Record<string, string>>;
  /** `TYPE MODE CONTENT` by path. */
  readonly files: Readonly<Record<string, string>>;
}

/** Made anew at each boot or at random: a host key, the machine's id, its name and times. */
const ofOneMachine = /^\/(etc\/(ssh\/ssh_host_.*|machine-id|hostname|hosts)|var\/log\/.*|run\/.*|proc\/.*)$/;

/** All images that a build made, by region and name. */
export async function madeImages({ world }: Emulator): Promise<readonly MadeImage[]> {
  world.settle();
  await world.guests?.idle();
  return Object.entries(world.state.regions).flatMap(([region, tables]) =>
    Object.values(tables.images)
      .filter(({ ownerAlias }) => ownerAlias === 'self')
      .map((image) => madeImage({ region, tables, disks: world.state.guestDisks }, image)),
  );
}

interface Place {
  readonly region: string;
  readonly tables: RegionState;
  readonly disks: Readonly<Record<string, GuestDisk>>;
}

function madeImage(place: Place, image: Image): MadeImage {
  const { description, family, status, encrypted, isCopied: copied } = image;
  return {
    region: place.region,
    description,
    family,
    status,
    encrypted,
    copied,
    name: image.name.replace(/\d{10}/, 'TIMESTAMP'),
    tags: plain(image.tags),
    sharedWith: Object.keys(image.shares).sort(),
    disks: image.mappings.map((mapping) => madeDisk(place, mapping)),
  };
}

function madeDisk({ tables, disks }: Place, mapping: DiskMapping): MadeDisk {
  const { device, type, size, encrypted, snapshotId } = mapping;
  const snapshot = tables.snapshots[snapshotId];
  return {
    device,
    type,
    size,
    encrypted,
    category: snapshot?.diskCategory ?? '',
    snapshotTags: plain(snapshot?.tags ?? []),
    files: filesOf(disks[snapshotId]),
  };
}

function filesOf(disk: GuestDisk | undefined): Readonly<Record<string, string>> {
  const files = Object.entries(disk?.files ?? {}).filter(([path]) => !ofOneMachine.test(path));
  const comparable = files.map(([path, file]) => [path.replace(/_\d+\.sh$/, '_N.sh'), told(file)]);
  return Object.fromEntries(comparable.sort());
}

function told(file: GuestFile): string {
  if (file.type === 'link') return `link to ${file.target}`;
  const mode = file.mode.toString(8);
  if (file.type === 'directory') return `folder ${mode}`;
  const text = Buffer.from(file.data, 'base64').toString();
  return `file ${mode} ${text.replaceAll(/\b((?:ssh|ecdsa)-\S+) AAAA\S+/g, '$1 KEY')}`;
}

/** Our mark of a run stays on images and snapshots; Packer has no such thing. */
const ownMark = 'ecs-imagebuild:';

function plain(
  tags: readonly { readonly key: string; readonly value: string }[],
): Readonly<Record<string, string>> {
  const others = tags.filter(({ key }) => !key.startsWith(ownMark));
  return Object.fromEntries(others.map(({ key, value }) => [key, value]).sort());
}
