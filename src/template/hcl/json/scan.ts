/** Brackets and separators are called by their text; `=` has no meaning and a message of its own. */
export type JsonTokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | ':'
  | '='
  | 'string'
  | 'number'
  | 'word'
  | 'invalid'
  | 'end';

export interface JsonToken {
  readonly kind: JsonTokenKind;
  readonly start: number;
  readonly end: number;
}

const patterns: readonly (readonly [JsonTokenKind | 'blank', RegExp])[] = [
  ['blank', /[ \n\r\t]+/y],
  ['number', /[-+.\d][-+.eE\d]*/y],
  ['word', /[A-Za-z][A-Za-z_]*/y],
];
const SIGNS: ReadonlySet<string> = new Set<JsonTokenKind>(['{', '}', '[', ']', ',', ':', '=']);

/** The pieces of a text, however wrong they are inside. Nothing follows a character that begins none. */
export function scanJson(text: string): readonly JsonToken[] {
  const tokens: JsonToken[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, end } = next(text, at);
    if (kind !== 'blank') tokens.push({ kind, start: at, end });
    if (kind === 'invalid') return [...tokens, { kind: 'end', start: end, end }];
    at = end;
  }
  tokens.push({ kind: 'end', start: text.length, end: text.length });
  return tokens;
}

function next(text: string, at: number): { readonly kind: JsonTokenKind | 'blank'; readonly end: number } {
  const first = text[at] ?? '';
  if (isSign(first)) return { kind: first, end: at + 1 };
  if (first === '"') return { kind: 'string', end: endOfString(text, at) };
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return { kind, end: pattern.lastIndex };
  }
  return { kind: 'invalid', end: at + 1 };
}

function isSign(text: string): text is '{' | '}' | '[' | ']' | ',' | ':' | '=' {
  return SIGNS.has(text);
}

/** After the closing quote, or where a control character or the end of the text comes before it. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < BLANK) return at;
    if (code === BACKSLASH && text.charCodeAt(at + 1) >= BLANK) at += 1;
  }
  return text.length;
}

const [QUOTE, BACKSLASH, BLANK] = [0x22, 0x5c, 0x20];
