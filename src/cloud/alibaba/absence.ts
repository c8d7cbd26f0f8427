import { isBuildError } from '../../errors/build-error.ts';
import { means } from './refusals/meaning.ts';
import type { Meaning } from './refusals/row.ts';

/**
 * Lets a removal pass whose thing is no more, and what `also` names. A missing region, role or neighbour, or a denial, is
 * not that.
 */
export async function unlessGone(call: Promise<unknown>, ...also: readonly Meaning[]): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!means(error, 'gone', ...also)) throw error;
  }
}

/** The service's own code of an error; empty when it is not the service's. */
export function apiCode(error: unknown): string {
  return isBuildError(error) ? String(error.data['api'] ?? '') : '';
}
