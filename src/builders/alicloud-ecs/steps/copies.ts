import type { Image, ImageCopySpec, Kind } from '../../../cloud/port.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import { type EcsScope, ecsResource, ecsStep, message, removingResult, say } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { copyLine, isHeldUp } from '../images/copy-line.ts';
import { awaitedCopies } from '../images/deadlines.ts';
import {
  imageFact,
  imageWait,
  isSnapshotKey,
  removeParts,
  removeWithSnapshots,
} from '../images/image-flow.ts';
import { type CopyPlan, copyPlans } from '../images/image-names.ts';

type Need = Pick<Facts, 'createdImage'>;

const copyFlow = ({ region, name, family, kmsKeyId }: CopyPlan) =>
  ecsResource({
    key: region,
    kind: (env) => atOnce(env.cloud.in(region).images.copies),
    region: () => region,
    spec: ({ env: { config, cloud } }, { createdImage }: Need) => ({
      imageId: createdImage.id,
      sourceRegion: cloud.region,
      name,
      description: config.image_description,
      encrypted: config.image_encrypted,
      kmsKeyId: config.image_encrypted === true ? kmsKeyId : '',
      tags: config.tags,
      resourceGroupId: config.resource_group_id,
    }),
    ...imageWait,
    remains: (image, scope) => removeParts(image, scope, region),
    within: (env) => awaitedCopies(env.config),
    expect: 300_000,
    async fact(image, _origin, scope, { createdImage: { id } }) {
      // CopyImage takes no family, and a copy can join one only when it is complete.
      if (family !== '') await scope.env.cloud.in(region).images.modify(image.id, { family }, scope.signal);
      message(scope, `Copy image from ${scope.env.cloud.region}(${id}) to ${region}(${image.id})`);
      return imageFact(region, image);
    },
  });

const stopping = removingResult('Stopping copy image because cancellation or error...');

/** The image in other regions. The copies run side by side, and all are awaited: sharing needs them complete. */
export const copies = ecsStep({
  name: 'copies',
  needs: ['createdImage', 'namesFreed'],
  plan({ config }) {
    const regions = copyPlans(config).map(({ region }) => region);
    return regions.length === 0 ? 'no copies are asked for' : `copy the image to ${regions.join(', ')}`;
  },
  keepsOnTimeout: true,
  keep: true,
  async run(scope, have) {
    const plans = copyPlans(scope.env.config);
    if (plans.length === 0) return { images: [] };
    say(scope, `Coping image ${have.createdImage.id} from ${scope.env.cloud.region}...`);
    const { clock, config } = scope.env;
    const line = copyLine(clock, awaitedCopies(config));
    const ended = await Promise.allSettled(
      plans.map((plan) => line.take(() => copyFlow(plan).run(scope, have), scope.signal)),
    );
    const failed = ended.find((one) => one.status === 'rejected');
    // Only now: the copies that went well are complete, and stay.
    if (failed !== undefined) throw failed.reason;
    return { images: ended.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])) };
  },
  async check(scope) {
    const looks = copyPlans(scope.env.config).map((plan) => copyFlow(plan).check(scope));
    return (await Promise.all(looks)).every((exists) => exists);
  },
  async undo(scope, have) {
    const plans = copiesOf(scope);
    if (plans.length > 0) say(scope, stopping(scope.because));
    await Promise.all(
      plans.map((plan) => removeWithSnapshots(scope, { region: plan.region, flow: copyFlow(plan) }, have)),
    );
  },
});

/** A copy that another one holds up waits for its turn in the line, with a deadline that begins then. */
function atOnce(kind: CopyKind): CopyKind {
  return {
    ...kind,
    create: (...args) =>
      kind.create(...args).catch((error: unknown) => {
        throw isBuildError(error) && isHeldUp(error)
          ? error.with({ data: { ...error.data, settles: 0 } })
          : error;
      }),
  };
}

type CopyKind = Kind<ImageCopySpec, Image>;

/** The copies that are asked for, and those that the run has made though nobody asks for them any more. */
function copiesOf({ env, handles }: EcsScope): readonly CopyPlan[] {
  const plans = copyPlans(env.config);
  const others = [...handles.keys()].filter(
    (key) => !isSnapshotKey(key) && plans.every(({ region }) => region !== key),
  );
  return [...plans, ...others.map((region) => ({ region, name: '', family: '', kmsKeyId: '' }))];
}
