import { STRING } from '../types/type.ts';
import { parseBigFloat } from '../values/big-float.ts';
import { numberText } from '../values/number-text.ts';
import {
  boolValue,
  isKeyed,
  isSequence,
  NULL,
  numberValue,
  objectValue,
  stringValue,
  tupleValue,
  type Value,
} from '../values/value.ts';
import { anything, text, textOf } from './define.ts';
import { FunctionError, type HclFunction } from './function.ts';

export const JSON_FUNCTIONS: Readonly<Record<string, HclFunction>> = {
  jsonencode: {
    parameters: [anything('val', { nullable: true })],
    returns: STRING,
    call: ([value]) => stringValue(encodeJson(value ?? NULL)),
  },
  jsondecode: { parameters: [text('str')], call: ([str]) => decodeJson(textOf(str)) },
};

/** As Go writes JSON: what HTML has a meaning for is escaped. */
export function encodeJson(value: Value): string {
  if (isSequence(value)) return `[${value.elements.map(encodeJson).join(',')}]`;
  if (isKeyed(value))
    return `{${[...value.entries].map(([key, entry]) => `${quoted(key)}:${encodeJson(entry)}`).join(',')}}`;
  switch (value.kind) {
    case 'string':
      return quoted(value.text);
    case 'number':
      if (value.number.infinite) throw new FunctionError('cannot serialize infinity as JSON');
      return numberText(value.number);
    case 'bool':
      return String(value.is);
    default:
      return 'null';
  }
}

function quoted(given: string): string {
  return JSON.stringify(given)
    .replace(/[<>&\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/\\[bf]/g, (mark, at: number, whole: string) =>
      isEscape(whole, at) ? (mark === '\\b' ? '\\u0008' : '\\u000c') : mark,
    );
}

/** Whether the backslash there is none that another one escapes. */
function isEscape(whole: string, at: number): boolean {
  let before = 0;
  while (whole[at - 1 - before] === '\\') before += 1;
  return before % 2 === 0;
}

function decodeJson(given: string): Value {
  const reader = new JsonReader(given);
  const value = reader.value();
  reader.finish();
  return value;
}

const VALUE = 'looking for beginning of value';

/** Reads JSON as Go's decoder does, with its words for what is wrong. */
class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(given: string) {
    this.#text = given;
  }

  finish(): void {
    this.#blanks();
    if (this.#at < this.#text.length) throw new FunctionError('extraneous data after JSON object');
  }

  value(): Value {
    this.#blanks();
    const character = this.#peek();
    if (character === '{') return this.#nested(() => this.#object());
    if (character === '[') return this.#nested(() => this.#array());
    if (character === '"') return stringValue(this.#string());
    if (/[-\d]/.test(character)) return this.#number();
    if (character === 't') return this.#word('true', boolValue(true));
    if (character === 'f') return this.#word('false', boolValue(false));
    if (character === 'n') return this.#word('null', NULL);
    throw this.#unexpected(VALUE);
  }

  #nested(read: () => Value): Value {
    this.#depth += 1;
    if (this.#depth > 1000) throw new FunctionError('exceeded max depth');
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #blanks(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  /** The next character; the end is an error. */
  #peek(): string {
    const character = this.#text[this.#at];
    if (character === undefined) throw new FunctionError('EOF');
    return character;
  }

  #unexpected(where: string): FunctionError {
    const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    const shown =
      character === "'" ? "'\\''" : character === '"' ? `'"'` : `'${JSON.stringify(character).slice(1, -1)}'`;
    return new FunctionError(`invalid character ${shown} ${where}`);
  }

  #object(): Value {
    this.#at += 1;
    const entries = new Map<string, Value>();
    this.#blanks();
    if (this.#peek() === '}') return this.#closed(objectValue(entries));
    for (;;) {
      this.#blanks();
      if (this.#peek() !== '"') throw this.#unexpected('looking for beginning of object key string');
      const key = this.#string();
      this.#blanks();
      if (this.#peek() !== ':') throw this.#unexpected('after object key');
      this.#at += 1;
      entries.set(key.normalize('NFC'), this.value());
      this.#blanks();
      if (this.#peek() === '}') return this.#closed(objectValue(entries));
      if (this.#peek() !== ',') throw this.#unexpected('after object key:value pair');
      this.#at += 1;
    }
  }

  #array(): Value {
    this.#at += 1;
    const elements: Value[] = [];
    this.#blanks();
    if (this.#peek() === ']') return this.#closed(tupleValue(elements));
    for (;;) {
      elements.push(this.value());
      this.#blanks();
      if (this.#peek() === ']') return this.#closed(tupleValue(elements));
      if (this.#peek() !== ',') throw this.#unexpected('after array element');
      this.#at += 1;
    }
  }

  #closed(value: Value): Value {
    this.#at += 1;
    return value;
  }

  #string(): string {
    const pattern = /"(?:[^"\\]|\\[\s\S])*"/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new FunctionError('EOF');
    try {
      const read: unknown = JSON.parse(found);
      this.#at += found.length;
      return String(read);
    } catch {
      const bad = /\p{Cc}|\\(?!["\\/bfnrtu])[\s\S]/u.exec(found);
      const where = bad?.[0].startsWith('\\') === true ? 'in string escape code' : 'in string literal';
      this.#at += (bad?.index ?? 0) + (bad?.[0].length ?? 1) - 1;
      throw this.#unexpected(where);
    }
  }

  #number(): Value {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    const number = found === undefined ? undefined : parseBigFloat(found);
    if (found === undefined || number === undefined) {
      this.#at += 1;
      throw this.#at < this.#text.length ? this.#unexpected('in numeric literal') : new FunctionError('EOF');
    }
    this.#at += found.length;
    return numberValue(number);
  }

  #word(word: string, value: Value): Value {
    for (const [index, character] of Array.from(word).entries()) {
      if (this.#peek() !== character)
        throw this.#unexpected(`in literal ${word} (expecting '${word[index]}')`);
      this.#at += 1;
    }
    return value;
  }
}
