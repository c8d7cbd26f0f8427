import { percentEncode } from '../../../wire/percent.ts';
import { sprint } from '../go-print.ts';
import { isPrintable } from '../go-quote.ts';
import type { Value } from '../value.ts';
import type { FunctionTable, TemplateFunction } from './function.ts';

/** Escapers of the printed form of their arguments. */
export const escapingFunctions: FunctionTable = {
  html: escaper(escapeHtml),
  js: escaper(escapeJs),
  urlquery: escaper(escapeQuery),
};

function escaper(change: (text: string) => string): TemplateFunction {
  return { parameters: [], rest: 'value', call: (args) => change(printed(args)) };
}

function printed(args: readonly Value[]): string {
  const [only] = args;
  if (args.length === 1 && typeof only === 'string') return only;
  return sprint(args.map((arg) => arg ?? '<no value>'));
}

const htmlEntities = new Map([
  ['\0', '\ufffd'],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

function escapeHtml(text: string): string {
  return Array.from(text, (character) => htmlEntities.get(character) ?? character).join('');
}

function escapeJs(text: string): string {
  return Array.from(text, escapeJsCharacter).join('');
}

function escapeJsCharacter(character: string): string {
  if ('\\\'"'.includes(character)) return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && !'<>&='.includes(character) && (code < 0x80 || isPrintable(code))) return character;
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** As encodeURIComponent, but with Go's set of plain characters and `+` for a blank. */
function escapeQuery(text: string): string {
  return percentEncode(text.replace(/\p{Cs}/gu, '\ufffd')).replaceAll('%20', '+');
}
