import { ecsResource, ecsStep, MINUTE, removingResult, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { awaitedSnapshots } from '../images/deadlines.ts';
import { imageFact, imageWait, removeParts, removeWithSnapshots } from '../images/image-flow.ts';

type Need = 'stopped' | 'snapshot' | 'namesFreed';

const flow = ecsResource({
  kind: (env) => env.cloud.images,
  spec({ env: { config }, runId }, { snapshot, stopped }: Pick<Facts, Need>) {
    const encrypting = config.image_encrypted === true;
    return {
      ...temporary(config),
      tags: encrypting ? config.run_tags : config.tags,
      name: encrypting ? `packer_${runId}` : config.image_name,
      version: config.image_version,
      description: config.image_description,
      // A temporary image must not become the newest of its family, not even for minutes.
      family: encrypting ? '' : config.target_image_family,
      bootMode: config.boot_mode,
      source: snapshot.id === '' ? { instanceId: stopped.id } : { snapshotId: snapshot.id },
    };
  },
  ...imageWait,
  async remains(image, scope) {
    // Another one is made of the same snapshot.
    if (!scope.env.config.image_ignore_data_disks) await removeParts(image, scope, scope.env.cloud.region);
  },
  within: (env) => awaitedSnapshots(env.config),
  expect: 60_000,
  making: ({ env: { config }, runId }) =>
    config.image_encrypted === true
      ? `Creating temporary image for encryption: packer_${runId}`
      : `Creating image: ${config.image_name}`,
  removing: (because, id) =>
    removingResult(
      'Deleting the image and related snapshots because of cancellation or error...',
      `Deleting temporary image ${id} and related snapshots after finishing encryption...`,
    )(because),
  fact: (image, _origin, { env }) => imageFact(env.cloud.region, image),
});

/** The image of the instance as it is; what an encrypted image is copied from, and else the image itself. */
export const createdImage = ecsStep({
  name: 'createdImage',
  needs: ['stopped', 'snapshot', 'namesFreed', 'instance'],
  plan: ({ config }) =>
    config.image_encrypted === true
      ? 'make a temporary image to encrypt'
      : `make the image ${config.image_name}`,
  keepsOnTimeout: true,
  completes: true,
  outlives: ['instance', 'stopped'],
  run: flow.run,
  check: flow.check,
  undo(scope, have) {
    const { cloud, config } = scope.env;
    const place = {
      region: cloud.region,
      flow,
      settlesWithin: Math.max(awaitedSnapshots(config), 60 * MINUTE),
    };
    return removeWithSnapshots(scope, place, have);
  },
});
