import { randomUUID } from 'node:crypto';
import { goQuote } from '../../template/go/go-quote.ts';
import { evaluateText } from '../../template/hcl/console.ts';
import { diagnosticText } from '../../template/hcl/diagnostic-text.ts';
import { displayed } from '../../template/hcl/display.ts';
import type { Scope } from '../../template/hcl/evaluate/run.ts';
import { FunctionError, type Surroundings } from '../../template/hcl/functions/function.ts';
import { loadFunctions } from '../../template/hcl/functions/registry.ts';
import { STRING } from '../../template/hcl/types/type.ts';
import {
  isKeyed,
  objectValue,
  stringValue,
  UNKNOWN,
  unknownOf,
  type Value,
} from '../../template/hcl/values/value.ts';

const HELP = `Packer console HCL2 Mode.
The Packer console allows you to experiment with Packer interpolations.
You may access variables and functions in the Packer config you called the
console with.

Type in the interpolation to test and hit <enter> to see the result.

"upper(var.foo.id)" would evaluate to the ID of "foo" and uppercase is, if it
exists in your config file.

"variables" will dump all available variables and their values.

To exit the console, type "exit" and hit <enter>, or use Control-C.

/!\\ It is not possible to use go templating interpolation like "{{timestamp}}"
with in HCL2 mode.`;

/** What a line of the console comes to. */
interface Evaluation {
  readonly text: string;
  readonly exit?: true;
  readonly problem?: string;
}

/** Words of the console, and expressions. */
export async function evaluateHclLine(
  line: string,
  variables: Scope['variables'],
  around: Surroundings,
): Promise<Evaluation> {
  if (line === '') return { text: '' };
  if (line === 'exit') return { text: '', exit: true };
  if (line === 'help') return { text: HELP };
  if (line === 'variables') return { text: listed(variables) };
  const scope = { variables, functions: await loadFunctions([line]), surroundings: around };
  const { value, diagnostics } = evaluateText(line, scope);
  if (diagnostics.length === 0) return { text: displayed(value) };
  return { text: '', problem: diagnostics.map((diagnostic) => diagnosticText(diagnostic)).join('') };
}

function listed(variables: Scope['variables']): string {
  const rows = (name: string) => {
    const value = variables?.get(name);
    const entries = value !== undefined && isKeyed(value) ? [...value.entries] : [];
    return entries.map(([key, entry]) => `${name}.${key}: ${goQuote(displayed(entry))}\n`).join('');
  };
  return `> input-variables:\n\n${rows('var')}\n> local-variables:\n\n${rows('local')}`;
}

/** What expressions know without a template. */
export function namesWithoutTemplate(cwd: string): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['var', objectValue([])],
    ['local', objectValue([])],
    [
      'path',
      objectValue([
        ['cwd', stringValue(cwd)],
        ['root', stringValue('')],
      ]),
    ],
    [
      'packer',
      objectValue([
        ['version', stringValue('1.16.0')],
        ['iterationID', UNKNOWN],
        ['versionFingerprint', UNKNOWN],
      ]),
    ],
    [
      'source',
      objectValue([
        ['type', unknownOf(STRING)],
        ['name', unknownOf(STRING)],
      ]),
    ],
    ['build', unknownOf({ kind: 'object', attributes: new Map() })],
  ]);
}

/** Nothing that the console decides has to last, and no store is asked from it. */
export function consoleSurroundings(cwd: string, home: string | undefined): Surroundings {
  return {
    now: () => new Date(),
    startedAt: new Date(),
    uuid: randomUUID,
    folder: '',
    cwd,
    home,
    ask: () => {
      throw new FunctionError('the console does not ask stores for secrets');
    },
  };
}
