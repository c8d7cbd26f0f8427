import type { Problem } from '../errors/problem.ts';
import { wrapText } from '../errors/wrap-text.ts';
import type { Ui } from '../renderers/ui.ts';

/** Prints problems, if there are any: on the level of an error where one of them is one. */
export function tellProblems(problems: readonly Problem[], ui: Ui): void {
  if (problems.length === 0) return;
  const level = problems.some(({ severity }) => severity === 'Error') ? 'error' : 'say';
  ui[level](problemText(problems));
}

/** Packer's text for problems: heading, detail wrapped at 80 columns, our way out after it. */
export function problemText(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, summary, detail, hint }) => {
      const wayOut = hint === undefined ? '' : `${wrapText(hint)}\n\n`;
      return `${severity}: ${summary}\n\n${wrapText(detail)}\n\n${wayOut}`;
    })
    .join('');
}
