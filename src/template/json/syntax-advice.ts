/** What JSON does not take, and what to write instead. */
interface Advice {
  readonly start: number;
  readonly end: number;
  readonly advice: string | undefined;
}

/** Looks at the place where a reader stopped: `at` is the character that it did not want, `complaint` what it said. */
export function adviseOn(text: string, at: number, complaint: string): Advice {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const here = (advice: string | undefined, length = character.length): Advice => {
    return { start: at, end: at + length, advice };
  };
  if (at >= text.length) return unclosed(text);
  if (complaint.includes('string literal')) return here(inString(text, at));
  if (complaint.includes('escape')) return here(inEscape(complaint));
  if (complaint.includes('in literal')) return misspelt(text, at, complaint);
  const strange = STRANGE.get(character) ?? blank(character);
  if (strange !== undefined) return here(strange);
  if (/^(\/\/|\/\*|#)/.test(text.slice(at, at + 2)))
    return here(COMMENT, /.*/.exec(text.slice(at))?.[0].length);
  if (complaint.includes('after top-level value'))
    return here('the template ends before this: take out the rest');
  const comma = trailingComma(text, at);
  if (comma !== undefined) return { start: comma, end: comma + 1, advice: 'take out this comma' };
  if (/[}\]]/.test(character) || /after (object key:value pair|array element)/.test(complaint))
    return here(betweenItems(text, at));
  if (complaint.endsWith('after object key')) return here('JSON wants : between a key and its value');
  const [word = ''] = /^[\w.+$-]+/.exec(text.slice(at)) ?? [];
  if (complaint.includes('numeric literal')) return here(NUMBER);
  return here(word === '' ? undefined : bareWord(word, complaint), Math.max(1, word.length));
}

/** A word that begins as `true`, `false` or `null` do. */
function misspelt(text: string, at: number, complaint: string): Advice {
  const [begun = ''] = /[a-z]*$/i.exec(text.slice(0, at)) ?? [];
  const [rest = ''] = /^[\w-]*/.exec(text.slice(at)) ?? [];
  const meant = /literal (\w+)/.exec(complaint)?.[1] ?? '';
  const word = begun + rest;
  const advice = meant.startsWith(word) ? `write ${meant}` : bareWord(word, complaint);
  return { start: at - begun.length, end: at + rest.length, advice };
}

const NUMBER = 'write a number such as 22 or 2.5, or a text in double quotes';

const COMMENT = 'JSON has no comments: take it out, or write "_comment": "..." at the top of the template';

/** Signs that look like those of JSON; input methods and word processors write them. */
const STRANGE: ReadonlyMap<string, string> = new Map(
  [
    ['"', '\u201c\u201d\u201e\u201f\u2018\u2019\u2032\u2033\uff02\uff07\u300c\u300d\u300e\u300f\u00ab\u00bb'],
    [':', '\uff1a\ufe55\u2236'],
    ['a comma', '\uff0c\u3001\ufe50'],
    ['{', '\uff5b'],
    ['}', '\uff5d'],
    ['[', '\uff3b\u3010'],
    [']', '\uff3d\u3011'],
    ['-', '\u2212\u2013\u2014\uff0d'],
  ].flatMap(([wanted = '', signs = '']) => {
    return Array.from(signs, (sign) => [sign, `JSON wants ${wanted}, this is ${codePoint(sign)}`] as const);
  }),
);

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function blank(character: string): string | undefined {
  if (character === "'") return `JSON wants ", this is '`;
  if (character === '`') return 'JSON wants ", this is `';
  if (character === ';') return 'JSON wants a comma, this is ;';
  if (character === '\ufeff') return 'save the file without a byte order mark (U+FEFF)';
  return /[\s\u200b-\u200d\u2060\u0085]/.test(character)
    ? `write an ordinary blank, this is ${codePoint(character)}`
    : undefined;
}

function inString(text: string, at: number): string {
  if (text[at] === '\t') return 'write \\t for a tab';
  const begun = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const [sign] = /[\u201c\u201d\uff02]/.exec(begun.slice(begun.lastIndexOf('"'))) ?? [];
  if (sign !== undefined) return `close the text with ", there is ${codePoint(sign)} instead`;
  return /[\r\n]/.test(text[at] ?? '')
    ? 'close the text with " on its line, or write \\n'
    : 'write it as \\u and four digits';
}

function inEscape(complaint: string): string {
  return complaint.includes('hexadecimal')
    ? 'write four hexadecimal digits behind \\u'
    : 'write \\\\ for a backslash';
}

function trailingComma(text: string, at: number): number | undefined {
  if (text[at] !== '}' && text[at] !== ']') return undefined;
  const before = text.slice(0, at).trimEnd();
  return before.endsWith(',') ? before.length - 1 : undefined;
}

function betweenItems(text: string, at: number): string | undefined {
  const character = text[at] ?? '';
  if (/\d[\w.]$/.test(text.slice(at - 1, at + 1))) return NUMBER;
  if (character === '}') return `JSON wants ] here: ${opened(text, at)}`;
  if (character === ']') return `JSON wants } here: ${opened(text, at)}`;
  if (character === ':') return 'write a key in double quotes before :, and { } around keys and values';
  return /["{[\w-]/.test(character) ? 'put a comma before this' : undefined;
}

function bareWord(word: string, complaint: string): string {
  if (complaint.includes('object key')) return `put the key in double quotes: "${word}"`;
  const lower = word.toLowerCase();
  if (['true', 'yes', 'on'].includes(lower)) return 'write true';
  if (['false', 'no', 'off'].includes(lower)) return 'write false';
  if (['null', 'none', 'nil', 'undefined'].includes(lower)) return 'write null';
  const digits = /^[+.]*(\d[\d.]*)$/.exec(word)?.[1];
  return digits === undefined
    ? `put it in double quotes: "${word}"`
    : `write ${word.startsWith('.') ? '0.' : ''}${digits}`;
}

/** The text ends too early: what was open is meant. */
function unclosed(text: string): Advice {
  const start = lastOpen(text, text.length);
  if (start === undefined)
    return { start: 0, end: 1, advice: 'the template is empty: write an object with "builders"' };
  const end = CLOSING[text[start] ?? ''] ?? '"';
  return { start, end: start + 1, advice: `close it with ${end}` };
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Names the bracket that is open at an offset. */
function opened(text: string, at: number): string {
  const last = lastOpen(text, at);
  if (last === undefined) return 'nothing is open';
  return `the ${text[last]} of line ${text.slice(0, last).split('\n').length} is still open`;
}

/** The offset of the innermost bracket or quote that is open at an offset. */
function lastOpen(text: string, at: number): number | undefined {
  const open: number[] = [];
  let quoted = -1;
  for (let offset = 0; offset < at; offset += 1) {
    const character = text[offset] ?? '';
    if (quoted >= 0) {
      if (character === '\\') offset += 1;
      else if (character === '"') quoted = -1;
    } else if (character === '"') quoted = offset;
    else if (character === '{' || character === '[') open.push(offset);
    else if (character === '}' || character === ']') open.pop();
  }
  return quoted >= 0 ? quoted : open.at(-1);
}
