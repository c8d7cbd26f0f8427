import { matches } from '../paths.ts';
import { unsupported } from './failure.ts';
import { formatted } from './format-operator.ts';
import {
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

type Binary = (left: Value, right: Value) => Value;

/** Works on two values whose sides are both needed; `-and` and `-or` are the evaluator's. */
export function binary(operator: string, left: Value, right: Value): Value {
  const run = table[operator];
  if (run === undefined) throw unsupported(`the operator ${operator}`);
  return run(left, right);
}

const table: Readonly<Record<string, Binary>> = {
  '+': add,
  '-': (left, right) => numberOf(left) - numberOf(right),
  '*': (left, right) =>
    typeof left === 'string' ? left.repeat(numberOf(right)) : numberOf(left) * numberOf(right),
  '/': (left, right) => numberOf(left) / numberOf(right),
  '..': range,
  '-f': (left, right) => formatted(textOf(left), items(right)),
  '-eq': equal,
  '-ne': (left, right) => !equal(left, right),
  '-gt': (left, right) => numberOf(left) > numberOf(right),
  '-ge': (left, right) => numberOf(left) >= numberOf(right),
  '-lt': (left, right) => numberOf(left) < numberOf(right),
  '-le': (left, right) => numberOf(left) <= numberOf(right),
  '-like': (left, right) => matches(textOf(right), textOf(left)),
  '-join': (left, right) => items(left).map(textOf).join(textOf(right)),
};

function add(left: Value, right: Value): Value {
  if (isList(left)) return [...left, ...items(right)];
  if (typeof left === 'string' || typeof right === 'string') return textOf(left) + textOf(right);
  return left === undefined ? right : numberOf(left) + numberOf(right);
}

function range(left: Value, right: Value): Value {
  const [from, to] = [numberOf(left), numberOf(right)];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function equal(left: Value, right: Value): boolean {
  if (left === undefined || right === undefined) return left === right;
  if (typeof left === 'number') return left === numberOf(right);
  if (typeof left === 'boolean') return left === truthy(right);
  if (left instanceof ScriptBlock || left instanceof TypeName || left instanceof PsObject)
    return left === right;
  return textOf(left).toLowerCase() === textOf(right).toLowerCase();
}
