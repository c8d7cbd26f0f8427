import { goQuote } from '../../go/go-quote.ts';
import { numberText } from '../values/number-text.ts';
import { isKeyed, isSequence, type Value } from '../values/value.ts';

/** As Packer writes YAML: all texts and keys in double quotes, texts of several lines as blocks. */
export function encodeYaml(value: Value): string {
  const lines = linesOf(value);
  const bare = !isSequence(value) && !isKeyed(value) && value.kind !== 'string';
  return `${[...lines, ...(bare ? ['...'] : [])].join('\n')}\n`;
}

function linesOf(value: Value): readonly string[] {
  if (isSequence(value)) return value.elements.length === 0 ? ['[]'] : value.elements.flatMap(itemLines);
  if (isKeyed(value)) return value.entries.size === 0 ? ['{}'] : [...value.entries].flatMap(entryLines);
  if (value.kind === 'string') return textLines(value.text);
  if (value.kind === 'number') return [numberText(value.number)];
  return [value.kind === 'bool' ? String(value.is) : 'null'];
}

function isCollection(value: Value): boolean {
  return (isSequence(value) && value.elements.length > 0) || (isKeyed(value) && value.entries.size > 0);
}

function itemLines(value: Value): readonly string[] {
  const [first = '', ...rest] = linesOf(value);
  return [`- ${first}`, ...rest.map((line) => (line === '' ? line : `  ${line}`))];
}

function entryLines([key, value]: readonly [string, Value]): readonly string[] {
  const name = `${quoted(key)}:`;
  const lines = linesOf(value);
  if (!isCollection(value)) {
    const [first = '', ...rest] = lines;
    return [`${name} ${first}`, ...rest];
  }
  return [name, ...(isSequence(value) ? lines : lines.map((line) => (line === '' ? line : `  ${line}`)))];
}

function textLines(text: string): readonly string[] {
  if (!text.includes('\n') || /[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd]|\t| \n/.test(text))
    return [quoted(text)];
  const [, body = '', ends = ''] = /^([\s\S]*?)(\n*)$/.exec(text) ?? [];
  const mark = ends === '' ? '|-' : ends === '\n' ? '|' : '|+';
  const lines = (ends.length > 1 ? text.slice(0, -1) : body).split('\n');
  const indent = text.startsWith(' ') ? '2' : '';
  return [mark.replace('|', `|${indent}`), ...lines.map((line) => (line === '' ? '' : `  ${line}`))];
}

function quoted(text: string): string {
  return goQuote(text).replace(/\\x7f/g, '\\x7F');
}
