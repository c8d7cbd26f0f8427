import { type Action, ApiError, type Handler } from '../action.ts';
import { endDryRun, flag, requiredText, text } from '../params.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { checkImageName, ownImageWith } from './image-catalog.ts';
import { regionOf } from './table.ts';

const modifyImageAttribute: Handler = (call, world) => {
  const { params } = call;
  const region = regionOf(world, call);
  const image = ownImageWith(region, requiredText(params, 'ImageId'));
  const name = text(params, 'ImageName');
  const status = text(params, 'Status');
  if (name !== '') checkImageName(region, name, image);
  endDryRun(params);
  image.name = name || image.name;
  image.description = params.get('Description') ?? image.description;
  image.family = params.get('ImageFamily') ?? image.family;
  image.bootMode = text(params, 'BootMode') || image.bootMode;
  if (status === 'Deprecated' && image.status === 'Available') image.status = 'Deprecated';
  if (status === 'Available' && image.status === 'Deprecated') image.status = 'Available';
  return {};
};

const deleteImage: Handler = (call, world) => {
  const region = regionOf(world, call);
  const image = ownImageWith(region, requiredText(call.params, 'ImageId'));
  const refused = (code: string, why: string) => new ApiError(403, code, `The image ${image.id} ${why}.`);
  if (image.status === 'Creating' || image.status === 'Waiting') {
    throw image.isCopied
      ? refused('OperationDenied.ImageCopying', 'is being copied')
      : refused(image.importTask === undefined ? 'ImageIsCreating' : 'ImageIsImporting', 'is being made');
  }
  if (isBeingCopied(world, image)) throw refused('OperationDenied.ImageCopying', 'is being copied');
  const force = flag(call.params, 'Force');
  const user = Object.values(region.instances).find(({ imageId }) => imageId === image.id);
  if (user !== undefined && !force)
    throw refused('ImageUsingByInstance', `is used by the instance ${user.id}`);
  if (Object.keys(image.shares).length > 0 && !force)
    throw refused('ImageUseShared', 'is shared with other accounts');
  endDryRun(call.params);
  delete region.images[image.id];
  return {};
};

function isBeingCopied(world: World, image: Image): boolean {
  return Object.values(world.state.regions).some(({ images }) =>
    Object.values(images).some(
      ({ source, status }) => source?.imageId === image.id && (status === 'Creating' || status === 'Waiting'),
    ),
  );
}

/** How custom images change and go. */
export const imageChangeActions: readonly Action[] = [
  { name: 'Ecs.ModifyImageAttribute', required: ['RegionId', 'ImageId'], handler: modifyImageAttribute },
  { name: 'Ecs.DeleteImage', required: ['RegionId', 'ImageId'], handler: deleteImage },
];
