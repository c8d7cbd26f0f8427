import type { Instance } from '../../../cloud/instances.ts';
import { pauseOrThrow } from '../../../engine/until.ts';
import type { EcsConfig } from '../config.ts';
import type { EcsScope } from '../environment.ts';
import { goneSpot, instanceLost, released, takenBack } from '../words.ts';

/** How often an instance that is being connected to is looked at, in milliseconds. */
const BETWEEN_LOOKS = 20_000;

/** Why a wait for this instance is in vain. */
export function deadInstance(instance: Instance): string | undefined {
  return instance.takenBack ? takenBack : undefined;
}

/** Work with the instance; when it fails because somebody has ended the instance, the error says so. */
export async function inside<T>(scope: EcsScope, id: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (scope.signal.aborted) throw error;
    const why = await lossOf(scope, id).catch(() => undefined);
    throw why === undefined ? error : instanceLost(id, why, error);
  }
}

/** Connecting tries for a long time; it ends at once when there is nothing left to connect to. */
export async function whileThere<T>(
  scope: EcsScope,
  id: string,
  connect: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const signal = AbortSignal.any([scope.signal, over.signal]);
  let why: string | undefined;
  const watching = watch(scope, id, signal).then((found) => {
    why = found;
    if (found !== undefined) over.abort();
  });
  try {
    return await connect(signal);
  } catch (error) {
    throw why === undefined ? error : instanceLost(id, why, error);
  } finally {
    over.abort();
    await watching;
  }
}

/** Looks again and again until the signal fires; a look that fails tells nothing. */
async function watch(scope: EcsScope, id: string, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    const { clock } = scope.env.cloud;
    await pauseOrThrow(BETWEEN_LOOKS * clock.pace, signal, clock).catch(() => undefined);
    if (signal.aborted) break;
    const why = await lossOf({ env: scope.env, signal }, id).catch(() => undefined);
    if (why !== undefined) return why;
  }
  return undefined;
}

function isSpot({ spot_strategy: strategy }: EcsConfig): boolean {
  return strategy !== '' && strategy !== 'NoSpot';
}

async function lossOf({ env, signal }: Pick<EcsScope, 'env' | 'signal'>, id: string) {
  const found = await env.cloud.instances.read(id, signal);
  if (found !== undefined) return deadInstance(found);
  return isSpot(env.config) ? goneSpot : released;
}
