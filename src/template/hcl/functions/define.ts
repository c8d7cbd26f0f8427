import { NUMBER, STRING, type Type } from '../types/type.ts';
import { type BigFloat, fromInteger, toInt64 } from '../values/big-float.ts';
import { stringValue, type Value } from '../values/value.ts';
import { FunctionError, type HclFunction, type Parameter } from './function.ts';

export const NOT_WHOLE = 'value must be a whole number, between -9223372036854775808 and 9223372036854775807';

export function text(name: string): Parameter {
  return { name, type: STRING };
}
export function number(name: string): Parameter {
  return { name, type: NUMBER };
}
/** Anything; `unknown` where even a part that is unknown is no hindrance. */
export function anything(
  name: string,
  takes: { readonly nullable?: true; readonly unknown?: true } = {},
): Parameter {
  return { name, type: { kind: 'any' }, ...takes };
}
export function typed(
  name: string,
  type: Type,
  takes: { readonly nullable?: true; readonly unknown?: true } = {},
): Parameter {
  return { name, type, ...takes };
}

/** A function of texts that gives a text. */
export function ofTexts(names: readonly string[], call: (...texts: string[]) => string): HclFunction {
  return {
    parameters: names.map(text),
    returns: STRING,
    call: (values) => stringValue(call(...values.map(textOf))),
  };
}

export function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.text : '';
}

export function numberOf(value: Value | undefined): BigFloat {
  return value?.kind === 'number' ? value.number : fromInteger(0);
}

/** A whole number of 64 bits. */
export function integerOf(
  value: Value | undefined,
  fail: (why: string) => Error = (why) => new FunctionError(why),
): number {
  const whole = toInt64(numberOf(value));
  if (whole === undefined) throw fail(NOT_WHOLE);
  return Number(whole);
}
