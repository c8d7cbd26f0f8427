import { BuildError } from './build-error.ts';
import type { Mistake } from './mistake.ts';

export const componentUnknown = (
  kind: 'builder' | 'provisioner' | 'post-processor',
  type: string,
  nearest: string | undefined,
): BuildError =>
  new BuildError('component-unknown', `error initializing ${kind} '${type}': Unknown ${kind} ${type}`, {
    ...(nearest !== undefined && { hint: `Did you mean ${nearest}?` }),
    mistakes: [unknownType(kind, type, nearest)],
  });

/** It stands where the type does. */
export const unknownType = (kind: string, type: string, nearest: string | undefined): Mistake => ({
  message: `unknown ${kind} ${type}`,
  advice: nearest === undefined ? 'see all with: ecs-imagebuild docs' : `write "${nearest}"`,
});

export const builderUnsupported = (type: string): BuildError =>
  new BuildError(
    'component-unsupported',
    `builder '${type}' can be validated but not run by ecs-imagebuild; leave it out with -except=NAME`,
  );

export const builderNotAvailable = (type: string): BuildError =>
  new BuildError('component-unsupported', `builder '${type}' is not available yet`);

export const postProcessorNotAvailable = (name: string): BuildError =>
  new BuildError(
    'component-unsupported',
    `post-processor '${name}' is not available yet; run with -except=${name} to leave it out`,
  );
