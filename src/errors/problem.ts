import { reason } from '../wire/reason.ts';
import { BuildError } from './build-error.ts';
import type { Mistake } from './mistake.ts';

/** One problem under a heading; Packer leaves the heading empty for problems of the template as a whole. */
export interface Problem {
  /** Packer gives those of its console none, and shows that as question marks. */
  readonly severity: 'Error' | 'Warning' | '???????';
  readonly summary: string;
  readonly detail: string;
  readonly hint?: string;
  /** All of it as it is printed, where that has a form of its own. */
  readonly text?: string;
  /** Each thing that the detail tells, and what else is wrong beside it, with its place. */
  readonly mistakes: readonly Mistake[];
  /** It is about the template as a whole: no build begins. */
  readonly whole?: true;
  /** Packer stops before this one: it is told by its mistakes alone. */
  readonly beyondPacker?: true;
}

/** The problem that an error tells. */
export function problemOf(summary: string, error: unknown): Problem {
  const { hint = undefined, mistakes = [] } = error instanceof BuildError ? error : {};
  return { severity: 'Error', summary, detail: reason(error), mistakes, ...(hint !== undefined && { hint }) };
}

/** The error of a template with these problems, for those who cannot be shown a text and go on. */
export function errorOf(problems: readonly Problem[]): BuildError {
  const told = problems.filter(({ beyondPacker }) => beyondPacker === undefined);
  const { hint } = told.find((problem) => problem.hint !== undefined) ?? {};
  return new BuildError('config-invalid', told.map(({ detail }) => detail).join('\n'), {
    mistakes: problems.flatMap(({ mistakes }) => mistakes),
    ...(hint !== undefined && { hint }),
  });
}
