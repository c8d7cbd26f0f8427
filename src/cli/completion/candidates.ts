import type { Command, Flag } from '../command.ts';
import { COMMANDS } from '../commands.ts';
import { flagValues } from './flag-values.ts';
import { operandValues } from './operand-values.ts';

/** Something that the word under the cursor can become; ends in `=` where a value follows. */
export interface Candidate {
  readonly value: string;
  readonly description?: string;
}

/** What a shell is told: words, and whether files fit as well, which it finds better itself. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly files?: 'any' | 'json';
}

export interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const NOTHING: Completion = { candidates: [] };

/** What can stand at the end of the words after the program's name; the last one is what is there already. */
export async function complete(words: readonly string[], around: Around): Promise<Completion> {
  const [name = '', ...rest] = words;
  if (rest.length === 0) return fitting({ candidates: commandNames(true) }, name);
  if (name === 'help') return fitting({ candidates: commandNames(false) }, rest.at(-1) ?? '');
  const command = COMMANDS.find((one) => one.name === name || one.alias === name);
  return command === undefined ? NOTHING : ofCommand(command, rest, around);
}

function commandNames(help: boolean): readonly Candidate[] {
  const names = COMMANDS.flatMap(({ name, alias, summary }) =>
    [name, alias ?? []].flat().map((value) => ({ value, description: summary })),
  );
  return help ? [...names, { value: 'help', description: 'tell about a command' }] : names;
}

async function ofCommand(command: Command, words: readonly string[], around: Around): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const { operands, open } = read(command, before);
  if (operands.length >= (command.verbatimAfter ?? Number.POSITIVE_INFINITY)) return NOTHING;
  if (open !== undefined) return fitting(await flagValues(open, { operands, ...around }), current);
  const [flag = '', ...value] = current.split('=');
  if (!current.startsWith('-')) {
    const context = { operands, words: before, ...around };
    return fitting(await operandValues(command.operands, context), current);
  }
  if (value.length === 0) return fitting({ candidates: flagNames(command, current) }, current);
  const known = findFlag(command, flag);
  if (known === undefined) return NOTHING;
  const { candidates, files } = await flagValues(known, { operands, ...around });
  const whole = candidates.map((one) => ({ ...one, value: `${flag}=${one.value}` }));
  return fitting(files === undefined ? { candidates: whole } : { candidates: whole, files }, current);
}

interface ReadWords {
  readonly operands: readonly string[];
  /** The flag that the word under the cursor is the value of. */
  readonly open: Flag | undefined;
}

function read(command: Command, words: readonly string[]): ReadWords {
  const operands: string[] = [];
  let open: Flag | undefined;
  for (const word of words) {
    if (open !== undefined) open = undefined;
    else if (!/^--?[^-=]/.test(word)) operands.push(word);
    else if (!word.includes('=')) {
      const flag = findFlag(command, word);
      open = flag?.value === undefined ? undefined : flag;
    }
  }
  return { operands, open };
}

function findFlag({ flags }: Command, word: string): Flag | undefined {
  return flags.find(({ name }) => name === word.replace(/^--?/, ''));
}

/** With as many dashes as were written. */
function flagNames({ flags }: Command, current: string): readonly Candidate[] {
  const dashes = current.startsWith('--') ? '--' : '-';
  const own = flags.map(({ name, value, doc }) => ({
    value: `${dashes}${name}${value === undefined ? '' : '='}`,
    description: doc,
  }));
  return [...own, { value: `${dashes}help`, description: 'Tell about the command.' }];
}

function fitting({ candidates, ...rest }: Completion, current: string): Completion {
  return { candidates: candidates.filter(({ value }) => value.startsWith(current)), ...rest };
}
