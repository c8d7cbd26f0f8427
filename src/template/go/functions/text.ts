import { FunctionFailure, type FunctionTable, ofStrings } from './function.ts';

/** Packer's functions of text alone. */
export const textFunctions: FunctionTable = {
  upper: ofStrings(1, ([text = '']) => mapCase(text, (character) => character.toUpperCase())),
  lower: ofStrings(1, ([text = '']) => mapCase(text, (character) => character.toLowerCase())),
  replace: {
    parameters: ['string', 'string', 'int', 'string'],
    call: ([old, fresh, count, text]) => replace(String(text), [String(old), String(fresh)], Number(count)),
  },
  replace_all: ofStrings(3, ([old = '', fresh = '', text = '']) => replace(text, [old, fresh], -1)),
  split: {
    parameters: ['string', 'string', 'int'],
    call: ([text, separator, index]) => split(String(text), String(separator), BigInt(String(index))),
  },
  sed: {
    parameters: ['string', 'string'],
    call: () => {
      throw new FunctionFailure(
        'template function `sed` is deprecated use `replace` or `replace_all` instead.' +
          'Documentation: https://www.packer.io/docs/templates/engine',
      );
    },
  },
};

/** Go maps rune by rune: what would become several characters (`ß`) stays, a final sigma is none. */
function mapCase(text: string, change: (character: string) => string): string {
  return Array.from(text, (character) => {
    const changed = Array.from(change(character));
    if (changed.length === 1) return changed[0];
    return character === '\u0130' ? 'i' : withIotaBelow(character);
  }).join('');
}

/** Greek letters with an iota below become the capital that has one, not two letters. */
function withIotaBelow(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x1f80 && code < 0x1fb0) return String.fromCodePoint(code | 8);
  return '\u1fb3\u1fc3\u1ff3'.includes(character) ? String.fromCodePoint(code + 9) : character;
}

function replace(text: string, [old, fresh]: readonly [string, string], count: number): string {
  const limit = count < 0 ? Number.POSITIVE_INFINITY : count;
  if (old === '') return replaceEmpty(Array.from(text), fresh, limit);
  const parts = text.split(old);
  const replaced = Math.min(limit, parts.length - 1);
  const head = parts.slice(0, replaced + 1).join(fresh);
  const tail = parts.slice(replaced + 1).join(old);
  return replaced + 1 < parts.length ? head + old + tail : head;
}

/** An empty `old` stands before every character and at the end. */
function replaceEmpty(characters: readonly string[], fresh: string, limit: number): string {
  const marked = characters.map((character, index) => (index < limit ? fresh : '') + character).join('');
  return characters.length < limit ? marked + fresh : marked;
}

function split(text: string, separator: string, index: bigint): string {
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  const part = parts[Number(index)];
  if (part !== undefined) return part;
  if (index < 0n) throw new FunctionFailure(`runtime error: index out of range [${index}]`);
  throw new FunctionFailure(
    `the substring ${index} was unavailable using the separator value, ${separator}, ` +
      `only ${parts.length} values were found`,
  );
}
