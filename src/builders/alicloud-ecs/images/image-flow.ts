import type { Image } from '../../../cloud/port.ts';
import type { Flow } from '../../../engine/resource-definition.ts';
import { awaited, type EcsScope, type EcsUndoScope, type Environment, say } from '../environment.ts';
import type { ImageFact } from '../facts.ts';

/** What waiting for an image and for a copy of one has in common. */
export const imageWait = {
  ready: ({ status }: Image) => status === 'Available',
  dead: ({ status }: Image) =>
    status === 'CreateFailed' || status === 'UnAvailable' ? `its state is ${status}` : undefined,
  state: ({ status, progress }: Image) => `${status}, ${progress} %`,
  progress: ({ progress }: Image) => progress,
};

export function imageFact(region: string, image: Image): ImageFact {
  return {
    region,
    id: image.id,
    name: image.name,
    snapshots: image.disks.flatMap(({ snapshotId }) => snapshotId || []),
  };
}

/** Removes the snapshots of an image that has failed and is gone: the service leaves them. */
export async function removeParts(image: Image, scope: EcsScope, region: string): Promise<void> {
  const { snapshots } = scope.env.cloud.in(region);
  const parts = image.disks.flatMap(({ snapshotId }) => snapshotId || []);
  await Promise.all(parts.map((snapshot) => snapshots.remove(snapshot, scope.signal)));
}

const SNAPSHOT = 'snapshot of ';

/** Whether something is noted under this key for the image that it is a part of. */
export function isSnapshotKey(key: string): boolean {
  return key.startsWith(SNAPSHOT);
}

interface Place<Have> {
  readonly region: string;
  readonly flow: Flow<Environment, Have, ImageFact>;
  /** Milliseconds to wait for an image that is still being made: only copies can be cancelled on the way. */
  readonly settlesWithin?: number;
}

/**
 * Removes an image and then its snapshots, which the service does not do by itself. Their ids are noted before the image
 * goes: afterwards nobody could tell them any more.
 */
export async function removeWithSnapshots<Have>(
  scope: EcsUndoScope,
  { region, flow, settlesWithin = 0 }: Place<Have>,
  have: Partial<Have>,
): Promise<void> {
  const { cloud } = scope.env;
  const { images, snapshots } = cloud.in(region);
  const id = await flow.held(scope, have);
  if (id !== undefined && settlesWithin > 0) await settled(scope, id, settlesWithin);
  const image = id === undefined ? undefined : await images.read(id, scope.signal);
  const prefix = `${SNAPSHOT}${region} `;
  const now = (image?.disks ?? []).flatMap(({ snapshotId }) => snapshotId || []);
  for (const snapshot of now) scope.made(snapshot, prefix + snapshot);
  const before = [...scope.handles].filter(([key]) => key.startsWith(prefix)).map(([, snapshot]) => snapshot);
  await flow.undo(scope, have);
  const all = [...new Set([...before, ...now])];
  await Promise.all(all.map((snapshot) => snapshots.remove(snapshot, scope.signal)));
}

async function settled(scope: EcsUndoScope, id: string, within: number): Promise<void> {
  const read = () => scope.env.cloud.images.read(id, scope.signal);
  const busy = ({ status }: Image) => status === 'Creating' || status === 'Waiting';
  const now = await read();
  if (now === undefined || !busy(now)) return;
  say(scope, `Waiting for image ${id}: it cannot be deleted while it is being made`);
  await awaited(scope, read, {
    what: `image ${id} to be complete, so that it can be deleted`,
    is: (image) => !busy(image),
    describe: imageWait.state,
    within,
    expect: 60_000,
  });
}
