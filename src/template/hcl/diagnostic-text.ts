import { general } from '../go/go-float.ts';
import { goQuote } from '../go/go-quote.ts';
import type { Diagnostic, Variables } from './diagnostic.ts';
import { find, take } from './evaluate/traversal.ts';
import type { BodyNode, Step, Variable } from './syntax/node.ts';
import type { Range, Source } from './syntax/source.ts';
import { variablesOf } from './syntax/variables-of.ts';
import { typeName } from './types/type.ts';
import { toNumber } from './values/big-float.ts';
import { isKeyed, isSequence, typeOf, type Value } from './values/value.ts';
import { wrapped } from './wrap.ts';

/** What names the part of a file in which something stands: `, in source "null" "x"`. */
export type Describe = (range: Range) => string | undefined;

const WIDTH = 80;

/** A diagnostic as Packer prints it. Without a way to describe places, the source is not shown. */
export function diagnosticText(diagnostic: Diagnostic, describe?: Describe): string {
  const { severity, summary, detail, subject, evaluated } = diagnostic;
  const place = subject === undefined ? '' : `${placeText(diagnostic, subject, describe)}\n`;
  const values = evaluated === undefined ? '' : valuesText(evaluated);
  return `${severity === 'warning' ? 'Warning' : 'Error'}: ${summary}\n\n${place}${values}${detail === '' ? '' : `${wrapped(detail, WIDTH)}\n\n`}`;
}

function placeText(diagnostic: Diagnostic, subject: Range, describe: Describe | undefined): string {
  const { source } = subject;
  const line = source.line(subject.start);
  if (describe === undefined) return `  on ${source.name} line ${line}:\n  (source code not available)\n`;
  const block = describe(subject);
  const range = widened(subject, diagnostic.context);
  return `  on ${source.name} line ${line}${block === undefined ? '' : `, in ${block}`}:\n${linesText(source, range)}`;
}

function widened({ source, start, end }: Range, context: Range | undefined): Range {
  const last = Math.max(end, start + 1);
  return context === undefined
    ? { source, start, end: last }
    : { source, start: Math.min(start, context.start), end: Math.max(last, context.end) };
}

/** Every line that the range touches; empty ones are left out. */
function linesText(source: Source, { start, end }: Range): string {
  const [first, last] = [source.line(start), source.line(end)];
  let text = '';
  for (let line = first; line <= last; line += 1) {
    const shown = source.lineText(line);
    if (shown !== undefined && shown !== '') text += `${String(line).padStart(4)}: ${shown}\n`;
  }
  return text;
}

/** The block of the file that holds a place. */
export function describeBlocks({ items }: BodyNode): Describe {
  return ({ start }) => {
    const block = items.find(
      (item) => item.kind === 'block' && item.range.start <= start && start < item.range.end,
    );
    if (block?.kind !== 'block') return undefined;
    return [block.type, ...block.labels.map((label) => goQuote(label))].join(' ');
  };
}

/** The known values of the variables in what was evaluated. */
function valuesText({ expression, scope }: NonNullable<Diagnostic['evaluated']>): string {
  const statements = new Set<string>();
  for (const variable of variablesOf(expression)) {
    const value = reached(variable, scope);
    if (value === undefined || value.kind === 'unknown') continue;
    const name = pathText(variable);
    statements.add(value.kind === 'null' ? `${name} set to null` : `${name} as ${valueText(value)}`);
  }
  return statements.size === 0 ? '' : `with ${[...statements].sort().join(',\n     ')}.\n\n`;
}

function reached({ name, steps }: Variable, scope: Variables): Value | undefined {
  let value = find(name, scope);
  for (const step of steps) {
    if (value === undefined) return undefined;
    const next = take(value, step);
    value = 'value' in next ? next.value : undefined;
  }
  return value;
}

function pathText({ name, steps }: Variable): string {
  return name + steps.map(stepText).join('');
}

function stepText(step: Step): string {
  return step.kind === 'attribute' ? `.${step.name}` : `[${valueText(step.key)}]`;
}

/** A value in few words; one that is sensitive in none. */
function valueText(value: Value): string {
  if (value.sensitive === true) return '<sensitive>';
  if (value.kind === 'string') return goQuote(value.text);
  if (value.kind === 'bool') return String(value.is);
  if (value.kind === 'number')
    return `${value.number.sign < 0 ? '-' : ''}${general(Math.abs(toNumber(value.number)), 10)}`;
  if (isSequence(value)) return sequenceText(value, value.elements.length);
  return isKeyed(value) ? keyedText(value, [...value.entries.keys()]) : 'null';
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function sequenceText(value: Value, count: number): string {
  if (value.kind !== 'tuple') return `${typeName(typeOf(value))} with ${counted(count, 'element')}`;
  return count === 0 ? 'empty tuple' : `tuple with ${counted(count, 'element')}`;
}

function keyedText(value: Value, names: readonly string[]): string {
  if (value.kind !== 'object') return `${typeName(typeOf(value))} with ${counted(names.length, 'element')}`;
  if (names.length === 0) return 'object with no attributes';
  if (names.length === 1) return `object with 1 attribute ${goQuote(names[0] ?? '')}`;
  return `object with ${names.length} attributes`;
}
