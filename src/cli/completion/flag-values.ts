import type { Flag } from '../command.ts';
import type { Around, Completion } from './candidates.ts';
import { templateNames } from './template-names.ts';

const LATENCIES = ['instant', 'fast', 'realistic'];
const GUESSED: Readonly<Record<string, readonly string[]>> = {
  'emulate-latency': LATENCIES,
  latency: LATENCIES,
};

/** Values that a flag can take: those that its help lists, names of the template, files. */
export async function flagValues(
  { name, value = '' }: Flag,
  context: Around & { readonly operands: readonly string[] },
): Promise<Completion> {
  if (name === 'only' || name === 'except') return words((await templateNames(context)).builds);
  if (name === 'var') return words((await templateNames(context)).variables.map((key) => `${key}=`));
  const known = GUESSED[name] ?? (value.includes('|') ? value.split('|') : []);
  const choices = known.filter((choice) => !isFile(choice));
  return isFile(value) ? { ...words(choices), files: 'any' } : words(choices);
}

function isFile(value: string): boolean {
  return /(^|\|)(file|path|folder)$/.test(value);
}

function words(values: readonly string[]): Completion {
  return { candidates: values.map((value) => ({ value })) };
}
