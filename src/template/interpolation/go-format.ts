import { type Directive, pad } from './format-directive.ts';
import { formatInt, formatReal } from './format-number.ts';
import { FormatReader } from './format-reader.ts';
import { goPrint, sortedEntries } from './go-print.ts';
import { goQuote } from './go-quote.ts';
import { isArray, isMap, typeName, type Value } from './value.ts';

/** Go's Sprintf: a value that does not fit its verb, a missing and a superfluous one are shown in the text. */
export function goFormat(format: string, args: readonly Value[]): string {
  const reader = new FormatReader(format, args);
  let out = '';
  for (;;) {
    out += reader.text();
    const directive = reader.directive();
    if (directive === undefined) break;
    out += typeof directive === 'string' ? directive : formatValue(reader.argument(), directive);
  }
  return out + extra(reader.unused());
}

function extra(args: readonly Value[]): string {
  if (args.length === 0) return '';
  const shown = args.map((arg) => (isNil(arg) ? '<nil>' : `${typeName(arg)}=${goPrint(arg)}`));
  return `%!(EXTRA ${shown.join(', ')})`;
}

function isNil(value: Value): boolean {
  return value === undefined || value === null;
}

function formatValue(value: Value, directive: Directive): string {
  if (directive.verb === 'T') return pad(typeName(value), directive);
  if (value === undefined || value === null)
    return directive.verb === 'v' ? pad('<nil>', directive) : bad(value, directive);
  if (isArray(value)) return `[${value.map((item) => formatValue(item, directive)).join(' ')}]`;
  if (isMap(value)) {
    const entries = sortedEntries(value).map(([key, item]) => {
      return `${formatValue(key, directive)}:${formatValue(item, directive)}`;
    });
    return `map[${entries.join(' ')}]`;
  }
  return formatScalar(value, directive) ?? bad(value, directive);
}

function formatScalar(value: boolean | bigint | number | string, directive: Directive): string | undefined {
  if (typeof value === 'boolean')
    return 'tv'.includes(directive.verb) ? pad(String(value), directive) : undefined;
  if (typeof value === 'bigint') return formatInt(value, directive);
  return typeof value === 'number' ? formatReal(value, directive) : formatText(value, directive);
}

function formatText(value: string, directive: Directive): string | undefined {
  const { verb, precision } = directive;
  const text = precision === undefined ? value : Array.from(value).slice(0, precision).join('');
  if (verb === 'v' && directive.sharp) return pad(goQuote(text), directive);
  if (verb === 's' || verb === 'v') return pad(text, directive, true);
  if (verb === 'q')
    return pad(directive.sharp && !text.includes('`') ? `\`${text}\`` : goQuote(text), directive, true);
  if (verb !== 'x' && verb !== 'X') return undefined;
  return pad(hex(text, directive), directive, true);
}

function hex(text: string, { verb, sharp, space }: Directive): string {
  const pairs = Array.from(Buffer.from(text), (byte) => byte.toString(16).padStart(2, '0'));
  const prefix = sharp && pairs.length > 0 ? '0x' : '';
  const digits = space ? pairs.join(` ${prefix}`) : pairs.join('');
  return verb === 'X' ? (prefix + digits).toUpperCase() : prefix + digits;
}

function bad(value: Value, { verb }: Directive): string {
  return isNil(value) ? `%!${verb}(<nil>)` : `%!${verb}(${typeName(value)}=${goPrint(value)})`;
}
