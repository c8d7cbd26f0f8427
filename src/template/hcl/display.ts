import { goQuote } from '../go/go-quote.ts';
import { displayedNumber } from './values/number-text.ts';
import { isKeyed, isSequence, isWhollyKnown, type Value } from './values/value.ts';

/** A value as the console shows it. */
export function displayed(value: Value): string {
  if (!isWhollyKnown(value)) return '<unknown>';
  return value.kind === 'string' && value.sensitive !== true ? value.text : shown(value, '');
}

function shown(value: Value, indent: string): string {
  if (value.sensitive === true) return '<sensitive>';
  if (value.kind === 'string') return goQuote(value.text);
  if (value.kind === 'number') return displayedNumber(value.number);
  if (value.kind === 'bool') return String(value.is);
  const deeper = `${indent}  `;
  if (isSequence(value)) {
    const lines = value.elements.map((element) => `${deeper}${shown(element, deeper)},\n`);
    return lines.length === 0 ? '[]' : `[\n${lines.join('')}${indent}]`;
  }
  if (!isKeyed(value)) return 'null';
  // What is null counts as not there.
  const entries = [...value.entries].filter(([, entry]) => entry.kind !== 'null');
  const lines = entries.map(([key, entry]) => `${deeper}${goQuote(key)} = ${shown(entry, deeper)}\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
}
