import { answerLacks } from './words.ts';

/** The id in the answer to a create call; without one there is nothing to wait for, so its lack is an error. */
export function created(
  id: string | undefined,
  where: { readonly doing: string; readonly region: string; readonly field: string },
): string {
  if (id === undefined || id === '') throw answerLacks(where.doing, where.region, where.field);
  return id;
}
