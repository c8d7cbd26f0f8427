import type { Json } from '../../../model/template.ts';
import type { FieldKind } from '../../../schema/field.ts';
import { isWhole, toInt64, toNumber } from '../../values/big-float.ts';
import { isKeyed, isSequence, type Value } from '../../values/value.ts';

/** A value that its setting cannot take, though its type is right. In Packer's words. */
export class Refused extends Error {}

/** What stands for `null`, and for a value that is not known yet where no text can stand for it. */
export const NOT_SET: unique symbol = Symbol('not set');

interface Around {
  /** Where the value stands, as Packer's messages write it. */
  readonly path: readonly string[];
  /** Texts made of sensitive values are added. */
  readonly secrets: string[];
}

/** A value that was converted to the type of a setting, as a JSON template would write it. */
export function jsonOf(value: Value, kind: FieldKind, around: Around): Json | typeof NOT_SET {
  if (value.kind === 'null') return NOT_SET;
  if (value.kind === 'unknown') return unknown(kind);
  return inner(value, { ...around, whole: kind === 'int' || kind === 'ints', loose: kind === 'json' });
}

/** A text shows that it is not known; other settings have their default meanwhile. */
function unknown(kind: FieldKind): Json | typeof NOT_SET {
  return kind === 'string' ? '<unknown>' : NOT_SET;
}

interface Inside extends Around {
  readonly whole: boolean;
  /** Anything goes, `null` too. */
  readonly loose: boolean;
}

function inner(value: Value, around: Inside): Json {
  if (isSequence(value)) {
    return value.elements.map((one, index) =>
      inner(marked(one, value), at(around, `{{} {{{{} 78}} ${index}}}`)),
    );
  }
  if (isKeyed(value)) {
    const entries = [...value.entries].map(([key, one]) => {
      return [key, inner(marked(one, value), at(around, `{{} {{{{} 83}} ${key}}}`))] as const;
    });
    return Object.fromEntries(entries);
  }
  if (value.kind === 'string') return text(value.text, value, around);
  if (value.kind === 'bool') return value.is;
  if (value.kind === 'unknown') return '<unknown>';
  if (value.kind === 'number') {
    if (around.whole && (!isWhole(value.number) || toInt64(value.number) === undefined))
      throw new Refused(`${WHOLE}: [${around.path.join(' ')}]`);
    return toNumber(value.number);
  }
  if (around.loose) return null;
  throw new Refused(`null value is not allowed: [${around.path.join(' ')}]`);
}

const WHOLE = 'value must be a whole number, between -9223372036854775808 and 9223372036854775807';

function at(around: Inside, step: string): Inside {
  return { ...around, path: [...around.path, step] };
}

/** What is in something sensitive is so itself. */
function marked(one: Value, { sensitive }: Value): Value {
  return sensitive === true ? { ...one, sensitive } : one;
}

function text(value: string, { sensitive }: Value, { secrets }: Around): string {
  if (sensitive === true && value !== '') secrets.push(value);
  return value;
}
