import type { Step } from '../../../engine/step.ts';
import type { EcsConfig } from '../config.ts';
import { copies } from '../steps/copies.ts';
import { image } from '../steps/image.ts';
import { namesFreed } from '../steps/names-freed.ts';
import { preflight } from '../steps/preflight.ts';
import { pruned } from '../steps/pruned.ts';
import { replaced } from '../steps/replaced.ts';
import { shared } from '../steps/shared.ts';
import { tagged } from '../steps/tagged.ts';
import { bucket } from './bucket.ts';
import type { ImportEnvironment, ImportFacts } from './import-environment.ts';
import { imported } from './imported.ts';
import { object } from './object.ts';

/** The story of an import: a disk in a bucket in place of an instance, and from the image on that of a build. */
export function importSteps(config: EcsConfig): readonly Step<ImportEnvironment, ImportFacts>[] {
  return [
    preflight,
    bucket,
    object,
    { ...namesFreed, needs: ['object'] },
    { ...imported, keep: config.image_encrypted !== true },
    image,
    copies,
    tagged,
    shared,
    replaced,
    pruned,
  ];
}
