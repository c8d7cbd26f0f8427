import type { Bound, Cmdlet } from './cmdlet.ts';
import { PsError } from './failure.ts';
import type { Value } from './value.ts';

export type Given =
  | { readonly kind: 'value'; readonly value: Value }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly value: Value | undefined;
      readonly hasValue: boolean;
    };

/** What every command takes. */
const common = ['erroraction', 'ea'];

/** Sorts arguments to parameters; a name may be cut short as long as it means one only. */
export function bind(cmdlet: Cmdlet, given: readonly Given[]): Bound {
  const values = new Map<string, Value>();
  const loose: Value[] = [];
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index];
    if (argument === undefined) continue;
    if (argument.kind === 'value') {
      loose.push(argument.value);
      continue;
    }
    const [name, isSwitch] = parameterNamed(cmdlet, argument.name);
    const next = given[index + 1];
    if (argument.hasValue) values.set(name, argument.value);
    else if (isSwitch) values.set(name, true);
    else if (next?.kind === 'value') {
      values.set(name, next.value);
      index += 1;
    } else
      throw new PsError(`Missing an argument for parameter '${argument.name}'.`, {
        id: 'MissingArgument',
        command: cmdlet.names[0] ?? '',
      });
  }
  const free = (cmdlet.positions ?? []).filter((name) => !values.has(name));
  loose.slice(0, free.length).forEach((value, index) => void values.set(free[index] ?? '', value));
  return { values, rest: loose.slice(free.length) };
}

function parameterNamed(cmdlet: Cmdlet, text: string): readonly [name: string, isSwitch: boolean] {
  const wanted = text.toLowerCase();
  const { switches = [] } = cmdlet;
  const all = [...(cmdlet.parameters ?? []), ...switches, ...common];
  const exact = all.find((name) => name === wanted);
  const found = exact ?? all.find((name) => name.startsWith(wanted));
  if (found === undefined)
    throw new PsError(`A parameter cannot be found that matches parameter name '${text}'.`, {
      id: 'NamedParameterNotFound',
      command: cmdlet.names[0] ?? '',
    });
  return [found, switches.includes(found)];
}
