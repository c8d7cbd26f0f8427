import { type Directive, pad, plain, truncate } from './format-directive.ts';
import { formatReal } from './format-float.ts';
import { formatInt } from './format-integer.ts';
import { FormatReader } from './format-reader.ts';
import { sortedEntries } from './go-print.ts';
import { canBackquote, goQuote } from './go-quote.ts';
import { Byte, isArray, isMap, typeName, Unanswered, type Value } from './value.ts';

/** Go's Sprintf: a value that does not fit its verb, a missing and a superfluous one are shown in the text. */
export function goFormat(format: string, args: readonly Value[]): string {
  const reader = new FormatReader(format, args);
  let out = reader.text();
  while (!reader.ended) {
    for (const piece of reader.directive())
      out += typeof piece === 'string' ? piece : formatArgument(piece.value, piece.directive);
    out += reader.text();
  }
  return out + extra(reader.unused());
}

function extra(args: readonly Value[]): string {
  if (args.length === 0) return '';
  const shown = args.map((arg) => (isNil(arg) ? '<nil>' : `${typeName(arg)}=${formatValue(arg, plain)}`));
  return `%!(EXTRA ${shown.join(', ')})`;
}

function isNil(value: Value): value is undefined | null {
  return value === undefined || value === null;
}

function formatArgument(value: Value, directive: Directive): string {
  const { verb } = directive;
  if (isNil(value)) return verb === 'v' || verb === 'T' ? pad('<nil>', directive) : `%!${verb}(<nil>)`;
  if (verb === 'T') return pad(truncate(typeName(value), directive), directive);
  return verb === 'p' || verb === 'w' ? bad(value, directive) : formatValue(value, directive);
}

/** A nil inside of a list or a map is written as such, whatever the verb. */
function formatValue(value: Value, directive: Directive): string {
  if (isNil(value) || value instanceof Unanswered) return directive.syntax ? 'interface {}(nil)' : '<nil>';
  if (isArray(value))
    return surround(
      value,
      directive,
      'list',
      value.map((item) => formatValue(item, directive)),
    );
  if (!isMap(value)) return formatScalar(value, directive) ?? bad(value, directive);
  const entries = sortedEntries(value).map(([key, item]) => {
    return `${formatValue(key, directive)}:${formatValue(item, directive)}`;
  });
  return surround(value, directive, 'map', entries);
}

function surround(
  value: Value,
  { syntax }: Directive,
  kind: 'list' | 'map',
  items: readonly string[],
): string {
  if (syntax) return `${typeName(value)}{${items.join(', ')}}`;
  return `${kind === 'map' ? 'map' : ''}[${items.join(' ')}]`;
}

function formatScalar(
  value: boolean | bigint | number | string | Byte,
  directive: Directive,
): string | undefined {
  if (value instanceof Byte) return formatByte(value, directive);
  if (typeof value === 'boolean')
    return 'tv'.includes(directive.verb) ? pad(String(value), directive) : undefined;
  if (typeof value === 'bigint') return formatInt(value, directive);
  return typeof value === 'number' ? formatReal(value, directive) : formatText(value, directive);
}

/** Go's syntax writes a byte in hexadecimal. */
function formatByte({ int }: Byte, directive: Directive): string | undefined {
  return formatInt(int, directive.syntax ? { ...directive, verb: 'x', sharp: true } : directive);
}

function formatText(value: string, directive: Directive): string | undefined {
  const { verb, sharp, plus, syntax } = directive;
  if (verb === 'x' || verb === 'X') return pad(hex(value, directive), directive);
  if (verb !== 's' && verb !== 'v' && verb !== 'q') return undefined;
  const text = truncate(value, directive);
  if (verb !== 'q' && !syntax) return pad(text, directive);
  return pad(sharp && canBackquote(text) ? `\`${text}\`` : goQuote(text, plus), directive);
}

function hex(text: string, { verb, sharp, space, precision }: Directive): string {
  const bytes = Buffer.from(text).subarray(0, precision);
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'));
  const prefix = sharp && pairs.length > 0 ? '0x' : '';
  const digits = space ? pairs.join(` ${prefix}`) : pairs.join('');
  return verb === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
}

function bad(value: Value, directive: Directive): string {
  return `%!${directive.verb}(${typeName(value)}=${formatValue(value, { ...directive, verb: 'v' })})`;
}
