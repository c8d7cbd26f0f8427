import { isBuildError } from '../../../errors/build-error.ts';
import { reason } from '../../../wire/reason.ts';
import { type EcsScope, ecsStep, say } from '../environment.ts';
import type { ReplacedImage } from '../facts.ts';

/** Images that stepped aside go, now that the new one is complete. One that cannot be deleted does not fail the build. */
export const replaced = ecsStep({
  name: 'replaced',
  needs: ['namesFreed', 'image', 'copies', 'tagged', 'shared'],
  plan: ({ config }) => (config.image_force_delete ? 'delete the replaced images' : 'nothing was replaced'),
  async run(scope, { namesFreed }) {
    const deleted: string[] = [];
    for (const old of namesFreed.replaced) {
      say(scope, `Deleting duplicated image and snapshot in ${old.region}: ${old.name}`);
      if (await deleteOld(scope, old)) deleted.push(old.id);
    }
    return { deleted };
  },
});

async function deleteOld(scope: EcsScope, old: ReplacedImage): Promise<boolean> {
  const { images, snapshots } = scope.env.cloud.in(old.region);
  try {
    await images.remove(old.id, scope.signal);
    if (scope.env.config.image_force_delete_snapshots)
      for (const id of old.snapshots) await snapshots.remove(id, scope.signal);
    return true;
  } catch (error) {
    if (!isBuildError(error) || scope.signal.aborted) throw error;
    left(scope, old, error);
    return false;
  }
}

function left(scope: EcsScope, old: ReplacedImage, error: Error): void {
  const { id, region, asideName } = old;
  const text = `Failed to delete image: ${id} (now named ${asideName}): ${reason(error)}`;
  scope.emit({ type: 'note', level: 'error', text });
  scope.emit({
    type: 'resource',
    step: scope.step,
    state: 'left',
    noun: 'image',
    id,
    region,
    remedy: scope.env.cloud.in(region).images.remedy(id),
  });
}
