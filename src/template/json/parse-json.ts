import { BuildError } from '../../errors/build-error.ts';
import { placeAt } from '../model/place.ts';
import type { JsonMember, JsonNode, JsonTable } from './node.ts';
import { parseNumber } from './parse-number.ts';
import { parseString } from './parse-string.ts';
import { Scanner } from './scanner.ts';

/** Deep enough for any template, shallow enough for the stack of everything that walks one. */
const maxDepth = 500;

const literals = { t: ['true', true], f: ['false', false], n: ['null', null] } as const;

/**
 * Parses strict JSON: no comments, no trailing commas, no byte order mark, nothing after the value, and no key twice
 * in one object, at any depth. Errors are worded as Packer words them; `path` only names the file in them.
 */
export function parseJson(text: string, path: string): JsonNode {
  return new Parser(text, path).parse();
}

/** Parses the first value of a text, whatever follows it; of equal keys the last one will count. */
export function parseFirstJson(text: string, path: string): JsonNode {
  return new Parser(text, path).first();
}

class Parser {
  readonly #scanner: Scanner;
  #duplicate: JsonMember | undefined;

  constructor(text: string, path: string) {
    this.#scanner = new Scanner(text, path);
  }

  parse(): JsonNode {
    const scanner = this.#scanner;
    const node = this.#value(0);
    scanner.skipBlanks();
    if (scanner.offset < scanner.text.length) scanner.refuse('after top-level value');
    if (this.#duplicate !== undefined) throw duplicateField(scanner, this.#duplicate);
    return node;
  }

  first(): JsonNode {
    return this.#value(0);
  }

  #value(depth: number): JsonNode {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    if (depth > maxDepth) throw tooDeep(scanner);
    const start = scanner.offset;
    const first = scanner.text[start] ?? '';
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    const value = this.#scalar(first);
    return { kind: 'scalar', start, end: scanner.offset, value };
  }

  #scalar(first: string): string | number | boolean | null {
    if (first === '"') return parseString(this.#scanner);
    if (first === 't' || first === 'f' || first === 'n') {
      const [word, value] = literals[first];
      return this.#literal(word, value);
    }
    if (first === '-' || (first >= '0' && first <= '9')) return parseNumber(this.#scanner);
    return this.#scanner.refuse('looking for beginning of value');
  }

  #literal<T>(word: string, value: T): T {
    const scanner = this.#scanner;
    for (const letter of word) {
      if (!scanner.take(letter)) scanner.refuseInside(`in literal ${word} (expecting '${letter}')`);
    }
    return value;
  }

  #array(depth: number): JsonNode {
    const scanner = this.#scanner;
    const start = scanner.offset;
    const items: JsonNode[] = [];
    scanner.offset += 1;
    scanner.skipBlanks();
    while (!scanner.take(']')) {
      if (items.length > 0 && !scanner.take(',')) scanner.refuse('after array element');
      items.push(this.#value(depth + 1));
      scanner.skipBlanks();
    }
    return { kind: 'array', start, end: scanner.offset, items };
  }

  #object(depth: number): JsonTable {
    const scanner = this.#scanner;
    const start = scanner.offset;
    const members: JsonMember[] = [];
    const seen = new Set<string>();
    scanner.offset += 1;
    scanner.skipBlanks();
    while (!scanner.take('}')) {
      if (members.length > 0 && !scanner.take(',')) scanner.refuse('after object key:value pair');
      const member = this.#member(depth);
      if (seen.has(member.key)) this.#duplicate ??= member;
      seen.add(member.key);
      members.push(member);
      scanner.skipBlanks();
    }
    return { kind: 'object', start, end: scanner.offset, members };
  }

  #member(depth: number): JsonMember {
    const scanner = this.#scanner;
    scanner.skipBlanks();
    const keyStart = scanner.offset;
    if (scanner.text[keyStart] !== '"') scanner.refuse('looking for beginning of object key string');
    const key = parseString(scanner);
    const keyEnd = scanner.offset;
    scanner.skipBlanks();
    if (!scanner.take(':')) scanner.refuse('after object key');
    return { key, keyStart, keyEnd, value: this.#value(depth + 1) };
  }
}

function duplicateField(scanner: Scanner, member: JsonMember): BuildError {
  const message = `template has duplicate field: ${member.key}`;
  const place = placeAt(scanner, member.keyStart, member.keyEnd);
  return new BuildError('template-syntax', message, {
    mistakes: [{ message, advice: 'keep one of the two', place }],
  });
}

function tooDeep(scanner: Scanner): BuildError {
  const message = `exceeded max depth: values are nested over ${maxDepth} deep`;
  const place = placeAt(scanner, scanner.offset, scanner.offset + 1);
  return new BuildError('template-syntax', message, { mistakes: [{ message, place }] });
}
