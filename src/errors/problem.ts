import { reason } from '../wire/reason.ts';
import { BuildError } from './build-error.ts';

/** One problem under a heading; Packer leaves the heading empty for problems of the template as a whole. */
export interface Problem {
  /** Packer gives those of its console none, and shows that as question marks. */
  readonly severity: 'Error' | 'Warning' | '???????';
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
}

/** The problem that an error tells. */
export function problemOf(summary: string, error: unknown): Problem {
  const hint = error instanceof BuildError ? error.hint : undefined;
  return { severity: 'Error', summary, detail: reason(error), ...(hint !== undefined && { hint }) };
}
