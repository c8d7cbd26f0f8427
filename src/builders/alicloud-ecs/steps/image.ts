import { ecsResource, ecsStep, removingResult } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { awaitedCopies } from '../images/deadlines.ts';
import { imageFact, imageWait, removeParts, removeWithSnapshots } from '../images/image-flow.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.images.copies,
  spec: ({ env: { config, cloud } }, { createdImage }: Pick<Facts, 'createdImage'>) => ({
    imageId: createdImage.id,
    sourceRegion: cloud.region,
    name: config.image_name,
    description: config.image_description,
    encrypted: true,
    kmsKeyId: config.kms_key_id,
    tags: config.tags,
    resourceGroupId: config.resource_group_id,
  }),
  ...imageWait,
  remains: (image, scope) => removeParts(image, scope, scope.env.cloud.region),
  within: (env) => awaitedCopies(env.config),
  expect: 120_000,
  making: ({ env: { cloud } }, { createdImage }) => `Coping image ${createdImage.id} from ${cloud.region}...`,
  made: ({ id }, { env }) => `Encrypted image: ${env.cloud.region}(${id})`,
  removing: removingResult('Stopping copy image because cancellation or error...'),
  fact: (image, _origin, { env }) => imageFact(env.cloud.region, image),
});

/** The image that was asked for: the one just made, or its encrypted copy in the same region. */
export const image = ecsStep({
  name: 'image',
  needs: ['createdImage', 'namesFreed'],
  plan: ({ config }) =>
    config.image_encrypted === true ? `encrypt it as ${config.image_name}` : 'no encryption is asked for',
  keepsOnTimeout: true,
  keep: true,
  async run(scope, have) {
    const { config, cloud } = scope.env;
    if (config.image_encrypted !== true) return have.createdImage;
    const fact = await flow.run(scope, have);
    if (config.target_image_family !== '')
      await cloud.images.modify(fact.id, { family: config.target_image_family }, scope.signal);
    return fact;
  },
  check: flow.check,
  async undo(scope, have) {
    await removeWithSnapshots(scope, { region: scope.env.cloud.region, flow }, have);
  },
});
