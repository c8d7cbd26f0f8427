import type { Mistake } from '../errors/mistake.ts';
import type { Problem } from '../errors/problem.ts';
import { wrapText } from '../errors/wrap-text.ts';
import type { Redactor } from '../events/redact.ts';
import type { Call } from './command.ts';
import { redactedUi } from './redacted-ui.ts';

/** Tells problems, if there are any: in Packer's text first, on the level of an error where one of them is one. */
export async function tellProblems(
  problems: readonly Problem[],
  call: Call,
  redactor: Redactor,
): Promise<void> {
  const told = problems.filter(({ beyondPacker }) => beyondPacker === undefined);
  if (problems.length === 0) return;
  const level = told.some(({ severity }) => severity === 'Error') ? 'error' : 'say';
  if (told.length > 0) redactedUi(call, redactor)[level](problemText(told));
  const { tellMistakes } = await import('./mistakes.ts');
  tellMistakes(mistakesOf(problems), call, redactor);
}

/** Those that have more to tell than the text of their problem. */
export function mistakesOf(problems: readonly Problem[]): readonly Mistake[] {
  return problems.flatMap(({ mistakes, beyondPacker }) =>
    mistakes.filter(({ place }) => place !== undefined || beyondPacker === true),
  );
}

/** Packer's text for problems: heading, detail wrapped at 80 columns, our way out after it. */
export function problemText(problems: readonly Problem[]): string {
  return problems
    .map(({ severity, summary, detail, hint, text }) => {
      if (text !== undefined) return text;
      const wayOut = hint === undefined ? '' : `${wrapText(hint)}\n\n`;
      return `${severity}: ${summary}\n\n${wrapText(detail)}\n\n${wayOut}`;
    })
    .join('');
}
