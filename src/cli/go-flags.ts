import { nearest } from '../errors/nearest.ts';
import type { Flag, FlagValues } from './command.ts';
import { booleanInvalid, flagInvalid, flagUnknown, flagWithoutValue } from './words.ts';

/** What Go's flag package takes for a boolean. */
const BOOLEANS = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
]);

interface GoArguments {
  readonly flags: FlagValues;
  readonly operands: readonly string[];
  /** `-h` or `-help` was among the flags. */
  readonly help: boolean;
}

/**
 * Reads arguments by the rules of Go's flag package: one or two dashes, `-flag=value` or `-flag value`, booleans only
 * with `=`, an end at `--`. Unlike Go's it also takes flags after the template, which Packer answers with its usage.
 * After `verbatimAfter` arguments everything is one. Throws BuildError `usage` in Go's words.
 */
export function goFlags(
  args: readonly string[],
  known: readonly Flag[],
  verbatimAfter = Number.POSITIVE_INFINITY,
): GoArguments {
  const rest = [...args];
  const given: [name: string, value: string][] = [];
  const operands: string[] = [];
  for (let next = rest.shift(); next !== undefined && next !== '--'; next = rest.shift()) {
    if (!isFlag(next) || operands.length >= verbatimAfter) {
      operands.push(next);
      continue;
    }
    const [name = '', ...parts] = next.replace(/^--?/, '').split('=');
    if (name === 'h' || name === 'help') return { flags: flagValues([]), operands: [], help: true };
    const flag = known.find((one) => one.name === name) ?? unknownFlag(name, known);
    given.push([name, flagValue(flag, parts.length === 0 ? undefined : parts.join('='), rest)]);
  }
  return { flags: flagValues(given), operands: [...operands, ...rest], help: false };
}

function flagValues(given: readonly (readonly [name: string, value: string])[]): FlagValues {
  const all = (name: string) => given.filter(([other]) => other === name).map(([, value]) => value);
  return {
    all,
    text: (name) => all(name).at(-1),
    on: (name, fallback = false) => (all(name).at(-1) ?? String(fallback)) === 'true',
  };
}

function unknownFlag(name: string, known: readonly Flag[]): never {
  const names = known.map((flag) => flag.name);
  throw flagUnknown(name, nearest(name, names));
}

/** A lone dash is an argument: it stands for standard input. */
function isFlag(argument: string): boolean {
  return /^--?[^-=]/.test(argument);
}

function flagValue(flag: Flag, given: string | undefined, rest: string[]): string {
  if (flag.value === undefined) {
    const on = BOOLEANS.get(given ?? 'true');
    if (on === undefined) throw booleanInvalid(flag.name, given ?? '');
    return String(on);
  }
  const value = given ?? rest.shift();
  if (value === undefined) throw flagWithoutValue(flag.name);
  const wrong = flag.check?.(value);
  if (wrong !== undefined) throw flagInvalid(flag.name, value, wrong);
  return value;
}

/** Cuts `-machine-readable` out wherever it stands, but only in this exact form, as Packer does. */
export function cutMachineReadable(
  argv: readonly string[],
): readonly [rest: readonly string[], found: boolean] {
  const rest = argv.filter((argument) => argument !== '-machine-readable');
  return [rest, rest.length < argv.length];
}
