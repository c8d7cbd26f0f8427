import { isBuildError } from '../../errors/build-error.ts';
import { type Problem, problemOf } from '../../errors/problem.ts';
import type { RenderContext } from '../../template/go/context.ts';
import { render } from '../../template/go/render.ts';
import { compareBytes } from '../../template/model/go-value.ts';

const HELP = `Packer console JSON Mode.
The Packer console allows you to experiment with Packer interpolations.
You may access variables in the Packer config you called the console with.

Type in the interpolation to test and hit <enter> to see the result.

"variables" will dump all available variables and their values.

"{{timestamp}}" will output the timestamp, for example "1559855090".

To exit the console, type "exit" and hit <enter>, or use Control-C.

/!\\ If you would like to start console in hcl2 mode without a config you can
use the --config-type=hcl2 option.`;

/** What a line of the console comes to. */
export interface Evaluation {
  readonly text: string;
  readonly exit: boolean;
  readonly problem?: Problem;
}

/** Words of the console, and templates. Packer tells what is wrong with one under no severity. */
export function evaluateLine(line: string, context: RenderContext): Evaluation {
  if (line === 'exit') return { text: '', exit: true };
  if (line === 'help') return { text: HELP, exit: false };
  if (line === 'variables') return { text: listed(context.user), exit: false };
  try {
    return { text: render(line, context), exit: false };
  } catch (error) {
    if (!isBuildError(error)) throw error;
    const problem: Problem = { ...problemOf('Interpolation error', error), severity: '???????' };
    return { text: '', exit: false, problem };
  }
}

function listed(variables: ReadonlyMap<string, string>): string {
  const rows = [...variables].sort(([left], [right]) => compareBytes(left, right));
  return `\n${rows.map(([name, value]) => `${name}: ${value},\n`).join('')}`;
}
