import { matches } from '../paths.ts';
import { PsError } from './failure.ts';
import { formatted } from './format-operator.ts';
import type { Scope } from './scope.ts';
import {
  Hash,
  isList,
  items,
  numberOf,
  PsObject,
  ScriptBlock,
  TypeName,
  textOf,
  truthy,
  type Value,
} from './value.ts';

type Binary = (left: Value, right: Value, scope: Scope) => Value;

/** Works on two values whose sides are both needed; `-and` and `-or` are the evaluator's. */
export function binary(operator: string, left: Value, right: Value, scope: Scope): Value {
  const plain = operator
    .replace(/^-c(?=eq|ne|like|match|contains|replace|split)/, '-')
    .replace(/^-i(?=eq|ne|like|match|contains|replace|split)/, '-');
  const run = table[plain];
  if (run === undefined) throw new PsError(`The operator ${operator} is not known to this guest.`);
  return run(left, right, scope);
}

/** Comparing a list gives the items that compare. */
function filtering(test: (left: Value, right: Value, scope: Scope) => boolean): Binary {
  return (left, right, scope) =>
    isList(left) ? left.filter((item) => test(item, right, scope)) : test(left, right, scope);
}

const table: Readonly<Record<string, Binary>> = {
  '+': add,
  '-': (left, right) => numberOf(left) - numberOf(right),
  '*': (left, right) =>
    typeof left === 'string' ? left.repeat(numberOf(right)) : numberOf(left) * numberOf(right),
  '/': (left, right) => numberOf(left) / numberOf(right),
  '%': (left, right) => numberOf(left) % numberOf(right),
  '..': range,
  '-f': (left, right) => formatted(textOf(left), items(right)),
  '-eq': filtering(equal),
  '-ne': filtering((left, right) => !equal(left, right)),
  '-gt': filtering((left, right) => compare(left, right) > 0),
  '-ge': filtering((left, right) => compare(left, right) >= 0),
  '-lt': filtering((left, right) => compare(left, right) < 0),
  '-le': filtering((left, right) => compare(left, right) <= 0),
  '-like': filtering((left, right) => matches(textOf(right), textOf(left))),
  '-notlike': filtering((left, right) => !matches(textOf(right), textOf(left))),
  '-match': filtering(match),
  '-notmatch': filtering((left, right) => !new RegExp(textOf(right), 'i').test(textOf(left))),
  '-contains': (left, right) => items(left).some((item) => equal(item, right)),
  '-notcontains': (left, right) => !items(left).some((item) => equal(item, right)),
  '-in': (left, right) => items(right).some((item) => equal(item, left)),
  '-notin': (left, right) => !items(right).some((item) => equal(item, left)),
  '-replace': (left, right) => {
    const [pattern, by = ''] = items(right);
    return textOf(left).replace(new RegExp(textOf(pattern), 'gi'), textOf(by));
  },
  '-split': (left, right) => textOf(left).split(new RegExp(textOf(items(right)[0]), 'i')),
  '-join': (left, right) => items(left).map(textOf).join(textOf(right)),
  '-band': (left, right) => numberOf(left) & numberOf(right),
  '-bor': (left, right) => numberOf(left) | numberOf(right),
  '-bxor': (left, right) => numberOf(left) ^ numberOf(right),
  '-is': (left, right) => isOf(left, right),
  '-isnot': (left, right) => !isOf(left, right),
  '-as': (left) => left,
};

function add(left: Value, right: Value): Value {
  if (isList(left)) return [...left, ...items(right)];
  if (left instanceof Hash && right instanceof Hash) {
    const joined = new Hash();
    for (const [key, value] of [...left.entries.values(), ...right.entries.values()]) joined.set(key, value);
    return joined;
  }
  if (typeof left === 'number' && typeof right === 'string' && !Number.isNaN(Number(right)))
    return left + Number(right);
  if (typeof left === 'string' || typeof right === 'string') return textOf(left) + textOf(right);
  return left === undefined ? right : numberOf(left) + numberOf(right);
}

function range(left: Value, right: Value): Value {
  const [from, to] = [numberOf(left), numberOf(right)];
  const step = from <= to ? 1 : -1;
  return Array.from({ length: Math.abs(to - from) + 1 }, (_, index) => from + index * step);
}

export function equal(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (typeof left === 'number') return left === numberOf(right);
  if (typeof left === 'boolean') return left === truthy(right);
  if (left instanceof Hash || left instanceof ScriptBlock || left instanceof TypeName) return left === right;
  if (left instanceof PsObject && right instanceof PsObject) return left === right;
  return textOf(left).toLowerCase() === textOf(right).toLowerCase();
}

export function compare(left: Value, right: Value): number {
  if (typeof left === 'number' || typeof right === 'number') return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left).toLowerCase(), textOf(right).toLowerCase()];
  return a < b ? -1 : Number(a > b);
}

function match(left: Value, right: Value, scope: Scope): boolean {
  const found = new RegExp(textOf(right), 'i').exec(textOf(left));
  if (found === null) return false;
  const groups = new Hash();
  for (const [index, text] of found.entries()) groups.set(String(index), text);
  for (const [name, text] of Object.entries(found.groups ?? {})) groups.set(name, text);
  scope.set('matches', groups);
  return true;
}

const kinds: Readonly<Record<string, (value: Value) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => typeof value === 'number',
  int32: (value) => typeof value === 'number',
  double: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  array: isList,
  hashtable: (value) => value instanceof Hash,
  scriptblock: (value) => value instanceof ScriptBlock,
};

function isOf(value: Value, type: Value): boolean {
  const name = type instanceof TypeName ? type.name : textOf(type).toLowerCase();
  return (
    kinds[name]?.(value) ?? (value instanceof PsObject && value.members.type.toLowerCase().endsWith(name))
  );
}
