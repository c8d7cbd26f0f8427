import { isBuildError } from '../../../errors/build-error.ts';
import type { TemplateFunction } from '../../go/functions/function.ts';
import { compareBytes, isList, isObject } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import type { Field, Fields } from '../../schema/field.ts';
import { fromNumber } from '../values/big-float.ts';
import { numberText } from '../values/number-text.ts';
import { commented } from './comments.ts';
import { quoted } from './quoted-text.ts';
import { transposed, Untransposable } from './transposed.ts';
import type { Upgrade } from './upgrade-state.ts';
import { leftAlone } from './words.ts';

/** Quotes a text, whatever becomes of the calls in it. */
type Quote = (text: string) => string;

/** A block whose texts are upgraded; as a whole it stays what it was where one of them cannot be. Comments come before it. */
export function upgradedText(
  upgrade: Upgrade,
  functions: ReadonlyMap<string, TemplateFunction>,
  write: (quote: Quote) => string,
): string {
  upgrade.remarks.clear();
  try {
    const text = write((one) => quoted(transposed(one, functions)));
    return withRemarks([...upgrade.remarks], text);
  } catch (error) {
    if (!(error instanceof Untransposable) && !isBuildError(error)) throw error;
    const [why = ''] = error.message.split('\n');
    return `\n${commented([leftAlone(why)])}${write(quoted)}`;
  }
}

function withRemarks(remarks: readonly string[], text: string): string {
  if (remarks.length === 0) return text;
  // The blank lines are where Packer has them.
  const below = remarks.length > 1 ? text.replace(/^\n/, '') : text;
  return `\n${remarks.map((one) => commented([one])).join('\n')}${below}`;
}

/** `header {`, what is in it, `}`. */
export function block(header: string, body: string): string {
  return `${header} {\n${body}}\n`;
}

/** Settings in the order of their names. The table says which are blocks; without it that is guessed from the value, as Packer does. */
export function settings(config: JsonObject, quote: Quote, fields: Fields = {}): string {
  return Object.entries(config)
    .sort(([left], [right]) => compareBytes(left, right))
    .map(([name, value]) => setting(name, value, { quote, field: fields[name] }))
    .join('');
}

interface How {
  readonly quote: Quote;
  readonly field: Field<unknown> | undefined;
}

function setting(name: string, value: Json, how: How): string {
  const { quote, field } = how;
  if (isList(value) && value.length === 0) return '';
  const bodies = bodiesOf(name, value, field);
  if (bodies !== undefined)
    return bodies.map((body) => block(name, settings(body, quote, field?.fields))).join('');
  // JSON lets one text stand for a list of one.
  const given = field?.kind === 'strings' && !isList(value) && value !== null ? [value] : value;
  return `${name} = ${valueText(given, quote)}\n`;
}

/** The bodies of the blocks that a setting is; nothing where it is an attribute. */
function bodiesOf(name: string, value: Json, field: How['field']): readonly JsonObject[] | undefined {
  const all = isList(value) ? value : [value];
  const bodies = all.filter((one) => isObject(one));
  if (bodies.length < all.length) return undefined;
  const isBlock =
    field === undefined ? isList(value) || looksLikeBlock(name, bodies[0] ?? {}) : field.fields !== undefined;
  return isBlock ? bodies : undefined;
}

/** Settings of other products that are blocks though all in them is plain. */
const BLOCKS: ReadonlySet<string> = new Set(['linux_options', 'network_interface', 'shared_image_gallery']);

function looksLikeBlock(name: string, value: JsonObject): boolean {
  const inner = Object.values(value);
  const plain =
    inner.some((one) => one !== null) && inner.every((one) => one === null || typeof one !== 'object');
  return !plain || BLOCKS.has(name);
}

export function valueText(value: Json, quote: Quote): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number') return numberText(fromNumber(value));
  if (isList(value)) return `[${value.map((one) => valueText(one, quote)).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const entries = Object.entries(value).sort(([left], [right]) => compareBytes(left, right));
  const lines = entries.map(([key, one]) => `${keyText(key, quote)} = ${valueText(one, quote)}\n`);
  return lines.length === 0 ? '{}' : `{\n${lines.join('')}}`;
}

const word = /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u;

function keyText(key: string, quote: Quote): string {
  return word.test(key) ? key : quote(key);
}
