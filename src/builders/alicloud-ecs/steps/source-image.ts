import type { Image } from '../../../cloud/port.ts';
import { type EcsScope, ecsStep, message } from '../environment.ts';
import { filteredImage, filters } from '../images/source-filter.ts';
import { CLOUD_ASSISTANT } from '../instance/assistant-agent.ts';
import { assistantOnWindows, noSuchFamily, noSuchImage } from '../words.ts';

/** The image to start from: named by its id, or the newest of a family. */
export const sourceImage = ecsStep({
  name: 'sourceImage',
  needs: [],
  plan({ config }) {
    if (filters(config)) return 'find the image by source_image_filter';
    return config.image_family === ''
      ? `find the image ${config.source_image}`
      : `find the newest image of the family ${config.image_family}`;
  },
  async run(scope) {
    const image = await found(scope);
    if (image.osType === 'windows' && scope.env.config.communicator === CLOUD_ASSISTANT)
      throw assistantOnWindows(image.id);
    return { id: image.id, name: image.name, osType: image.osType };
  },
});

function found(scope: EcsScope): Promise<Image> {
  const { config } = scope.env;
  if (filters(config)) return byFilter(scope);
  return config.image_family === '' ? byId(scope) : byFamily(scope);
}

async function byFilter(scope: EcsScope): Promise<Image> {
  const image = await filteredImage(scope);
  message(scope, `Found image ID: ${image.id} by source_image_filter`);
  return image;
}

async function byId(scope: EcsScope): Promise<Image> {
  const { source_image: id, skip_image_validation } = scope.env.config;
  const image = await scope.env.cloud.images.source(id, skip_image_validation, scope.signal);
  if (image === undefined) throw noSuchImage(id);
  message(scope, `Found image ID: ${image.id}`);
  return image;
}

async function byFamily(scope: EcsScope): Promise<Image> {
  const { image_family: family } = scope.env.config;
  const image = await scope.env.cloud.images.newest(family, scope.signal);
  if (image === undefined) throw noSuchFamily(family);
  message(scope, `Found latest image: ${image.id} by image family: ${family}`);
  return image;
}
