import type { Image, ImageImportSpec, Kind } from '../../../cloud/port.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import { ecsResource, MINUTE, removingResult, say, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { imageFact, imageWait, removeParts, removeWithSnapshots } from '../images/image-flow.ts';
import { type ImportEnvironment, importStep } from './import-environment.ts';

/** What Packer gives the service at most. */
const WITHIN = 60 * MINUTE;

const flow = ecsResource<Pick<Facts, 'preflight'>, ImageImportSpec, Image, Facts['createdImage']>({
  kind: (env) => withRole(env as ImportEnvironment),
  spec({ env, runId }) {
    const { config, ...own } = env as ImportEnvironment;
    const encrypting = config.image_encrypted === true;
    return {
      ...temporary(config),
      tags: encrypting ? config.run_tags : config.tags,
      name: encrypting ? `packer_${runId}` : config.image_name,
      description: config.image_description,
      bucket: own.bucket,
      key: own.key,
      format: own.format,
      size: own.size,
      osType: own.osType,
      platform: own.platform,
      architecture: own.architecture,
      bootMode: config.boot_mode,
      licenseType: own.licenseType,
    };
  },
  ...imageWait,
  remains: (image, scope) => removeParts(image, scope, scope.env.cloud.region),
  within: () => WITHIN,
  expect: 120_000,
  making({ env }) {
    const { cloud, bucket, key } = env as ImportEnvironment;
    return `Waiting for importing ${cloud.storage.address(bucket)}/${key} to alicloud...`;
  },
  removing: removingResult('Deleting the image and related snapshots because of cancellation or error...'),
  async fact(image, _origin, { env, signal }) {
    const { config, cloud } = env;
    // ImportImage takes no family, and an image that is to be encrypted must not become the newest of one.
    if (config.target_image_family !== '' && config.image_encrypted !== true)
      await cloud.images.modify(image.id, { family: config.target_image_family }, signal);
    return imageFact(cloud.region, image);
  },
});

/** The disk as an image; the role by which ECS reads the bucket is made when the service says that it is missing. */
export const imported = importStep({
  name: 'createdImage',
  needs: ['object', 'namesFreed', 'preflight'],
  plan: ({ bucket, key }) => `import ${bucket}/${key}`,
  keep: true,
  keepsOnTimeout: true,
  async run(scope, have) {
    const fact = await flow.run(scope, have);
    say(scope, `Importing created alicloud image ID ${fact.id} in region ${fact.region} Finished.`);
    return fact;
  },
  check: flow.check,
  undo: (scope, have) => removeWithSnapshots(scope, { region: scope.env.cloud.region, flow }, have),
});

/** The role is asked for once: what it lacks after that, it lacks because the service has not seen it yet. */
function withRole({ cloud, ...env }: ImportEnvironment): Kind<ImageImportSpec, Image> {
  const { imports } = cloud.images;
  return {
    ...imports,
    async create(spec, mark, signal) {
      try {
        return await imports.create(spec, mark, signal);
      } catch (error) {
        if (!isBuildError(error) || !/^NoSetRoleto/i.test(String(error.data['api']))) throw error;
        if (!prepared.has(env.guest)) {
          prepared.add(env.guest);
          await cloud.importRole.ensure(signal);
        }
        throw error;
      }
    },
  };
}

const prepared = new WeakSet<object>();
