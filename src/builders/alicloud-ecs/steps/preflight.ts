import { isBuildError } from '../../../errors/build-error.ts';
import { type EcsScope, ecsStep, say } from '../environment.ts';
import { imageNames } from '../images/image-names.ts';
import { releaseTime } from '../instance/auto-release.ts';
import { nameTaken, unknownRegions } from '../words.ts';

/** Finds out before anything is made whether regions exist, names are free and the credentials are good. */
export const preflight = ecsStep({
  name: 'preflight',
  needs: [],
  plan: ({ config }) => `check the account, region ${config.region} and the image name ${config.image_name}`,
  async run(scope) {
    const [account] = await Promise.all([accountId(scope), checkRegions(scope), checkNames(scope)]);
    scope.env.keepSite(account);
    return { autoReleaseTime: releaseTime(scope.env.autoRelease) };
  },
});

/** An endpoint that serves ECS alone cannot tell the account, which is no reason to give up. */
async function accountId({ env, signal }: EcsScope): Promise<string> {
  try {
    return await env.cloud.account(signal);
  } catch (error) {
    if (isBuildError(error, 'cloud-unavailable') && env.config.custom_endpoint_ecs !== '') return '';
    throw error;
  }
}

async function checkRegions(scope: EcsScope): Promise<void> {
  const { config, cloud } = scope.env;
  if (config.skip_region_validation) {
    say(scope, 'Skip region validation flag found, skipping prevalidating source region and copied regions.');
    return;
  }
  say(scope, 'Prevalidating source region and copied regions...');
  const known = await cloud.regions(scope.signal);
  const unknown = [config.region, ...config.image_copy_regions].filter((region) => !known.includes(region));
  if (unknown.length > 0) throw unknownRegions(unknown);
}

async function checkNames(scope: EcsScope): Promise<void> {
  const { config, cloud } = scope.env;
  if (config.skip_create_image) return;
  if (config.image_force_delete) {
    say(scope, 'Force delete flag found, skipping prevalidating image name.');
    return;
  }
  say(scope, 'Prevalidating image name...');
  await Promise.all(
    imageNames(config).map(async ({ region, name }) => {
      const [image] = await cloud.in(region).images.named(name, scope.signal);
      if (image !== undefined) throw nameTaken(name, image.id);
    }),
  );
}
