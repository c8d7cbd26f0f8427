import { type Action, ApiError, type Handler } from '../action.ts';
import { commaTexts, repeated, requiredText, text } from '../params.ts';
import type { World } from '../world.ts';
import type { Image, RegionState } from '../world-state.ts';
import { pageOf } from './page.ts';
import { dropSnapshot } from './snapshot-records.ts';
import { find, isoSeconds, newestFirst, regionOf } from './table.ts';

const describeTasks: Handler = (call, world) => {
  const region = regionOf(world, call);
  const { params } = call;
  const [ids, resources] = [commaTexts(params, 'TaskIds'), repeated(params, 'ResourceIds')];
  const [action, status] = [text(params, 'TaskAction'), text(params, 'TaskStatus')];
  const tasks = newestFirst(region.images).filter(
    (image) =>
      image.importTask !== undefined &&
      (ids?.includes(image.importTask.id) ?? true) &&
      (resources.length === 0 || resources.includes(image.id)) &&
      (action === '' || action === 'ImportImage') &&
      (status === '' || status === taskStatus(image)),
  );
  const page = pageOf(tasks, params);
  return {
    ...page.fields,
    RegionId: call.region,
    TaskSet: { Task: page.items.map((image) => taskView(image)) },
  };
};

function taskStatus({ status }: Image): string {
  if (status === 'Creating') return 'Processing';
  return status === 'CreateFailed' ? 'Failed' : 'Finished';
}

function taskView(image: Image) {
  return {
    TaskId: image.importTask?.id,
    TaskAction: 'ImportImage',
    TaskStatus: taskStatus(image),
    ResourceId: image.id,
    SupportCancel: 'true',
    CreationTime: isoSeconds(image.importTask?.createdAt ?? 0),
    FinishedTime: image.status === 'Creating' ? '' : isoSeconds(image.readyAt),
  };
}

/** A cancelled import leaves no image. */
const cancelTask: Handler = (call, world) => {
  const region = regionOf(world, call);
  const id = requiredText(call.params, 'TaskId');
  const image = Object.values(region.images).find(({ importTask }) => importTask?.id === id);
  if (image === undefined)
    throw new ApiError(400, 'InvalidTaskId.NotFound', `The specified TaskId does not exist: ${id}.`);
  if (image.status !== 'Creating')
    throw new ApiError(403, 'InvalidTaskId.IncorrectTaskStatus', 'The task has come to its end.');
  removeImported(world, region, image);
  return {};
};

function removeImported(world: World, region: RegionState, image: Image): void {
  delete region.images[image.id];
  for (const { snapshotId } of image.mappings)
    if (find(region.snapshots, snapshotId) !== undefined) dropSnapshot(world, region, snapshotId);
}

/** The tasks that import images. */
export const importTaskActions: readonly Action[] = [
  { name: 'Ecs.DescribeTasks', required: ['RegionId'], handler: describeTasks },
  { name: 'Ecs.CancelTask', required: ['RegionId', 'TaskId'], handler: cancelTask },
];
