import type { ObjectExpression, ObjectKey } from '../syntax/node.ts';
import { type Range, rangeName } from '../syntax/source.ts';
import { convertIfPossible } from '../types/convert.ts';
import { STRING } from '../types/type.ts';
import { asSensitive } from '../values/marks.ts';
import { objectValue, stringValue, UNKNOWN, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { type Run, report } from './run.ts';

/** Unknown as a whole where a key is. */
export function evaluateObject({ items, strict }: ObjectExpression, run: Run): Value {
  const entries = new Map<string, Value>();
  const places = new Map<string, Range>();
  let known = true;
  let sensitive = false;
  for (const { key, value: expression } of items) {
    const found = keyOf(key, strict, run);
    const value = evaluate(expression, run);
    sensitive ||= found?.sensitive === true;
    if (found?.kind !== 'string') {
      known = false;
      continue;
    }
    const earlier = places.get(found.text);
    if (strict && earlier !== undefined) reportDuplicate(found.text, earlier, { key, run });
    else {
      places.set(found.text, key.range);
      entries.set(found.text, value);
    }
  }
  const result = known ? objectValue(entries) : UNKNOWN;
  return sensitive ? asSensitive(result) : result;
}

function reportDuplicate(name: string, earlier: Range, { key, run }: { key: ObjectKey; run: Run }): void {
  const detail = `An attribute named "${name}" was already defined at ${rangeName(earlier)}.`;
  report(run, { summary: 'Duplicate object attribute', detail, subject: key.range });
}

const AMBIGUOUS =
  "If this expression is intended to be a reference, wrap it in parentheses. If it's instead intended as a literal name containing periods, wrap it in quotes to create a string literal.";

/** The key as a text, or unknown; `undefined` where it cannot be one, which is told of. */
function keyOf(key: ObjectKey, strict: boolean, run: Run): Value | undefined {
  if (key.name !== undefined) return stringValue(key.name);
  const { expression, range: subject } = key;
  if (expression.kind === 'variable' && expression.steps.length > 0) {
    report(run, { summary: 'Ambiguous attribute key', detail: AMBIGUOUS, subject });
    return undefined;
  }
  const before = run.diagnostics.length;
  const value = evaluate(expression, run);
  if (run.diagnostics.length > before) return undefined;
  const words = strict ? JSON_KEYS : KEYS;
  const fail = ([summary, detail]: Words) => void report(run, { summary, detail, subject, expression });
  if (value.kind === 'null') return fail(words.whenNull);
  return convertIfPossible(value, STRING) ?? fail(words.whenNoText);
}

type Words = readonly [summary: string, detail: string];

const KEYS = {
  whenNull: ['Null value as key', "Can't use a null value as a key."],
  whenNoText: ['Incorrect key type', "Can't use this value as a key: string required."],
} as const;
const JSON_KEYS = {
  whenNull: ['Invalid object key expression', 'Cannot use null value as an object key.'],
  whenNoText: [
    'Invalid object key expression',
    'Cannot use this expression as an object key: string required.',
  ],
} as const;
