import { isBuildError } from '../../errors/build-error.ts';

/**
 * Lets the service's 'not found' for the thing itself pass as success. `own` names its codes, so that a missing
 * region, role or neighbour is not taken for it; denied is never absence.
 */
export async function unlessMissing(own: RegExp, call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!isBuildError(error, 'cloud-missing') || !own.test(apiCode(error))) throw error;
  }
}

/** The service's own code of an error; empty when it is not the service's. */
export function apiCode(error: unknown): string {
  return isBuildError(error) ? String(error.data['api'] ?? '') : '';
}
