import { BuildError } from '../errors/build-error.ts';
import { errorOf, type Problem } from '../errors/problem.ts';
import type { BuildSummary } from '../events/summary.ts';
import type { Loaded } from './load-builds.ts';

/** How builds ended. */
export interface Outcome {
  /** What is wrong with the template. */
  readonly problems: readonly Problem[];
  /** Of the builds that began, in that order. */
  readonly builds: readonly BuildSummary[];
  /** Nothing was wrong, and every build succeeded. */
  readonly succeeded: boolean;
  readonly milliseconds: number;
}

/** Nothing has begun, as the template is wrong. */
export function notBegun(problems: readonly Problem[]): Outcome {
  return { problems, builds: [], succeeded: false, milliseconds: 0 };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(({ severity }) => severity === 'Error');
}

/** What is wrong with a template as an error, for callers whom nobody has told yet. All problems are in its data. */
export function templateWrong({ problems, redactor }: Pick<Loaded, 'problems' | 'redactor'>): BuildError {
  const shown = redactor.data(problems);
  const { code, message, hint, mistakes } = errorOf(shown.filter(({ severity }) => severity === 'Error'));
  return new BuildError(code, message, {
    mistakes,
    data: { problems: shown },
    ...(hint !== undefined && { hint }),
  });
}
