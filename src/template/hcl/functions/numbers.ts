import { convertIfPossible } from '../types/convert.ts';
import { NUMBER, typeName } from '../types/type.ts';
import { add, compareNumbers, negate } from '../values/arithmetic.ts';
import { type BigFloat, fromInteger, fromNumber, isWhole, toNumber, truncate } from '../values/big-float.ts';
import { integerValue, isSequence, listValue, numberValue, typeOf, type Value } from '../values/value.ts';
import { anything, integerOf, number, numberOf } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';

const MOST_VALUES = 1024;

export const NUMBERS: Readonly<Record<string, HclFunction>> = {
  abs: ofNumber('num', (value) => (value.sign < 0 ? negate(value) : value)),
  ceil: ofNumber('num', (value) => negate(floor(negate(value)))),
  floor: ofNumber('num', floor),
  log: ofFloats(['num', 'base'], 'log', (value, base) => Math.log(value) / Math.log(base)),
  pow: ofFloats(['num', 'power'], 'pow', (base, power) => base ** power),
  max: extreme((order) => order > 0),
  min: extreme((order) => order < 0),
  parseint: { parameters: [anything('number'), number('base')], returns: NUMBER, call: parseInteger },
  range: { parameters: [], rest: number('params'), call: range },
  signum: {
    parameters: [number('num')],
    returns: NUMBER,
    call: ([value]) => integerValue(Math.sign(integerOf(value))),
  },
  sum: { parameters: [anything('list')], returns: NUMBER, call: ([list]) => sum(list) },
};

function ofNumber(name: string, call: (value: BigFloat) => BigFloat): HclFunction {
  return {
    parameters: [number(name)],
    returns: NUMBER,
    call: ([value]) => numberValue(call(numberOf(value))),
  };
}

function floor(value: BigFloat): BigFloat {
  if (value.infinite || isWhole(value)) return value;
  const whole = truncate(value);
  return fromInteger(value.sign < 0 ? whole - 1n : whole);
}

/** In floats of 64 bits. */
function ofFloats(
  names: readonly string[],
  name: string,
  call: (left: number, right: number) => number,
): HclFunction {
  return {
    parameters: names.map(number),
    returns: NUMBER,
    call: ([left, right]) => {
      const result = call(toNumber(numberOf(left)), toNumber(numberOf(right)));
      if (Number.isNaN(result)) throw new FunctionError(`the result of ${name} is no number`);
      return numberValue(fromNumber(result));
    },
  };
}

function extreme(isBetter: (order: number) => boolean): HclFunction {
  return {
    parameters: [],
    rest: number('numbers'),
    returns: NUMBER,
    call: (values) => {
      const [first, ...others] = values.map(numberOf);
      if (first === undefined) throw new FunctionError('must pass at least one number');
      return numberValue(
        others.reduce((best, value) => (isBetter(compareNumbers(value, best)) ? value : best), first),
      );
    },
  };
}

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function parseInteger([value, base]: readonly Value[]): Value {
  if (value?.kind !== 'string') {
    const kind = value === undefined ? 'null' : typeOf(value).kind;
    throw new ArgumentError(0, `first argument must be a string, not ${kind}`);
  }
  const radix = integerOf(base, (why) => new ArgumentError(1, why));
  if (radix < 2 || radix > 62)
    throw new ArgumentError(1, 'base must be a whole number between 2 and 62 inclusive');
  const [, sign, digits = ''] = /^([+-]?)(.*)$/s.exec(value.text) ?? [];
  let result = 0n;
  for (const digit of radix <= 36 ? digits.toLowerCase() : digits) {
    const worth = DIGITS.indexOf(digit);
    if (worth < 0 || worth >= radix) throw unparsed(value.text, radix);
    result = result * BigInt(radix) + BigInt(worth);
  }
  if (digits === '') throw unparsed(value.text, radix);
  return integerValue(sign === '-' ? -result : result);
}

function unparsed(given: string, base: number): ArgumentError {
  return new ArgumentError(0, `cannot parse ${JSON.stringify(given)} as a base ${base} integer`);
}

function range(values: readonly Value[]): Value {
  const [first, second, third] = values.map(numberOf);
  if (first === undefined || values.length > 3)
    throw new FunctionError('must have one, two, or three arguments');
  const zero = fromInteger(0);
  const [start, end] = second === undefined ? [zero, first] : [first, second];
  const falls = compareNumbers(end, start) < 0;
  const step = third ?? fromInteger(falls ? -1 : 1);
  if (third !== undefined && falls && compareNumbers(step, zero) > 0)
    throw new ArgumentError(1, 'end must be greater than start when step is positive');
  if (third !== undefined && compareNumbers(end, start) > 0 && compareNumbers(step, zero) < 0)
    throw new ArgumentError(1, 'end must be less than start when step is negative');
  const elements: Value[] = [];
  const within = (at: BigFloat) => (falls ? compareNumbers(at, end) > 0 : compareNumbers(at, end) < 0);
  for (let at = start; within(at); at = add(at, step)) {
    if (elements.length === MOST_VALUES)
      throw new FunctionError(
        `more than ${MOST_VALUES} values were generated; either decrease the difference between start and end or use a smaller step`,
      );
    elements.push(numberValue(at));
  }
  return listValue(NUMBER, elements);
}

function sum(list: Value | undefined): Value {
  const fault = 'argument must be list, set, or tuple';
  if (list?.kind === 'map' || list?.kind === 'object')
    throw new ArgumentError(0, `${fault}. Received ${typeName(typeOf(list))}`);
  if (list === undefined || !isSequence(list)) throw new ArgumentError(0, 'cannot sum noniterable');
  const [first, ...others] = list.elements.map((element) => {
    const value = element.kind === 'null' ? undefined : convertIfPossible(element, NUMBER);
    if (value === undefined) throw new ArgumentError(0, `${fault} of number values`);
    return numberOf(value);
  });
  if (first === undefined) throw new ArgumentError(0, 'cannot sum an empty list');
  if (others.some(({ infinite, sign }) => infinite && first.infinite && sign !== first.sign))
    throw new FunctionError("can't compute sum of opposing infinities");
  return numberValue(others.reduce((total, value) => add(total, value), first));
}
