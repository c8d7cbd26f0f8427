import { sameType } from '../types/type.ts';
import { compareNumbers } from './arithmetic.ts';
import { isKeyed, isSequence, typeOf, type Value } from './value.ts';

/** Whether two values are the same; `undefined` where something unknown decides it. */
export function areEqual(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'unknown' || right.kind === 'unknown') return undefined;
  if (left.kind === 'null' || right.kind === 'null') return left.kind === right.kind;
  if (!sameType(typeOf(left), typeOf(right))) return mayBeEqual(left, right) ? undefined : false;
  return sameContent(left, right);
}

/** The same type is taken for granted. */
function sameContent(left: Value, right: Value): boolean | undefined {
  if (left.kind === 'string' && right.kind === 'string') return left.text === right.text;
  if (left.kind === 'number' && right.kind === 'number')
    return compareNumbers(left.number, right.number) === 0;
  if (left.kind === 'bool' && right.kind === 'bool') return left.is === right.is;
  if (isSequence(left) && isSequence(right)) return samePairs(left.elements, right.elements);
  if (isKeyed(left) && isKeyed(right)) {
    const { entries } = right;
    if ([...left.entries.keys()].some((key) => !entries.has(key))) return false;
    return samePairs([...left.entries.values()], [...entries.values()]);
  }
  return false;
}

function samePairs(left: readonly Value[], right: readonly Value[]): boolean | undefined {
  if (left.length !== right.length) return false;
  let known = true;
  for (const [index, value] of left.entries()) {
    const other = right[index];
    const same = other === undefined ? false : areEqual(value, other);
    if (same === false) return false;
    known &&= same !== undefined;
  }
  return known ? true : undefined;
}

/** Types that differ may be those of values which are not known yet. */
function mayBeEqual(left: Value, right: Value): boolean {
  if (left.kind === 'unknown' || right.kind === 'unknown') return true;
  if (left.kind !== right.kind) return false;
  if (left.kind === 'null' && right.kind === 'null') return sameType(left.type, right.type);
  if (left.kind === 'tuple' && right.kind === 'tuple') return pairsMayBeEqual(left.elements, right.elements);
  if (left.kind === 'object' && right.kind === 'object') {
    const names = [...left.entries.keys()];
    if (names.length !== right.entries.size || names.some((name) => !right.entries.has(name))) return false;
    return pairsMayBeEqual([...left.entries.values()], [...right.entries.values()]);
  }
  return sameContent(left, right) !== false;
}

function pairsMayBeEqual(left: readonly Value[], right: readonly Value[]): boolean {
  if (left.length !== right.length) return false;
  const differing = left.filter((value, index) => {
    const other = right[index];
    return other === undefined || !mayBeEqual(value, other);
  });
  return differing.length === 0;
}
