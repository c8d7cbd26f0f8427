import type { Problem } from '../errors/problem.ts';
import type { Ui } from '../renderers/ui.ts';

const WIDTH = 80;

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
      const wayOut = hint === undefined ? '' : `${wordWrap(hint)}\n\n`;
      return `${severity}: ${summary}\n\n${wordWrap(detail)}\n\n${wayOut}`;
    })
    .join('');
}

/** Breaks lines as Packer does: before the word that goes beyond the width, also where that word alone is too long. */
export function wordWrap(text: string): string {
  return text.split('\n').map(wrapLine).join('\n');
}

function wrapLine(line: string): string {
  let wrapped = '';
  let column = 0;
  for (const [, space = '', word = ''] of line.matchAll(/(\s*)(\S*)/g)) {
    const breaks = word !== '' && column + space.length + Math.min(word.length, WIDTH - 1) > WIDTH;
    wrapped += breaks ? `\n${word}` : space + word;
    column = breaks ? word.length : column + space.length + word.length;
  }
  return wrapped;
}
