import type { Diagnostic } from '../diagnostic.ts';
import { suggestion } from '../suggestion.ts';
import { between, type Range, type Source } from '../syntax/source.ts';
import { parseBigFloat } from '../values/big-float.ts';
import { JsonParser } from './json-parser.ts';
import { jsonString } from './json-string.ts';
import type { JsonNode, JsonProperty } from './node.ts';
import type { JsonToken } from './scan.ts';

/** The value that a text is, as far as it could be read, and what is wrong with it. */
export function parseJson(source: Source): {
  readonly node: JsonNode;
  readonly diagnostics: readonly Diagnostic[];
} {
  const parser = new JsonParser(source);
  const node = parseValue(parser);
  if (parser.diagnostics.length === 0 && parser.peek().kind !== 'end')
    parser.report(
      'Extraneous data after value',
      'Extra characters appear after the JSON value.',
      parser.range(parser.peek()),
    );
  return { node, diagnostics: parser.diagnostics };
}

const STARTS = 'A JSON value must start with a brace, a bracket, a number, a string, or a keyword.';

/** What nothing can be made of is invalid; the place of such a value is its first token. */
function parseValue(parser: JsonParser): JsonNode {
  const token = parser.peek();
  const range = parser.range(token);
  const none = { kind: 'invalid', range } as const;
  switch (token.kind) {
    case '{':
      return parser.nested(() => parseObject(parser)) ?? none;
    case '[':
      return parser.nested(() => parseArray(parser)) ?? none;
    case 'number':
      return parseNumber(parser, parser.read()) ?? none;
    case 'string':
      return parseText(parser, parser.read()) ?? none;
    case 'word':
      return parseWord(parser, parser.read()) ?? none;
    case '}':
      parser.report('Missing JSON value', STARTS, range);
      return none;
    case ']':
      parser.report('Missing array element value', STARTS, range);
      return none;
    case 'end':
      parser.report('Missing value', 'The JSON data ends prematurely.', range);
      return none;
    default:
      parser.report('Invalid start of value', STARTS, range);
      return none;
  }
}

function parseObject(parser: JsonParser): JsonNode | undefined {
  const open = parser.range(parser.read());
  const properties: JsonProperty[] = [];
  while (parser.peek().kind !== '}') {
    const property = parseProperty(parser);
    if (property === undefined) return undefined;
    properties.push(property);
    if (!endProperty(parser, open)) return undefined;
  }
  const close = parser.range(parser.read());
  return { kind: 'object', properties, open, close, range: between(open, close) };
}

function parseProperty(parser: JsonParser): JsonProperty | undefined {
  const name = parseValue(parser);
  if (name.kind !== 'text') {
    const subject = 'open' in name ? name.open : name.range;
    return parser.report(
      'Invalid object property name',
      'A JSON object property name must be a string',
      subject,
    );
  }
  const colon = parser.read();
  if (colon.kind === ':') return { name: name.text, nameRange: name.range, value: parseValue(parser) };
  parser.recover('{', '}', colon);
  return parser.report(...colonMissing(colon), parser.range(colon));
}

function colonMissing({ kind }: JsonToken): readonly [summary: string, detail: string] {
  if (kind === '}' || kind === ',')
    return ['Missing object value', 'A JSON object attribute must have a value, introduced by a colon.'];
  const summary = 'Missing property value colon';
  return kind === '='
    ? [summary, 'JSON uses a colon as its name/value delimiter, not an equals sign.']
    : [summary, "A colon must appear between an object property's name and its value."];
}

/** Whether the object goes on after a property, or ends there as it should. */
function endProperty(parser: JsonParser, open: Range): boolean {
  const next = parser.peek();
  if (next.kind === '}') return true;
  if (next.kind === ',') {
    parser.read();
    if (parser.peek().kind !== '}') return true;
    const rule = 'JSON does not permit a trailing comma after the final property in an object.';
    parser.report('Trailing comma in object', rule, parser.range(next));
  } else if (next.kind === 'end')
    parser.report('Unclosed object', 'No closing brace was found for this JSON object.', open);
  else if (next.kind === ']') {
    parser.read();
    const rule = 'A JSON object must be closed with a brace, not a bracket.';
    parser.report('Mismatched braces', rule, parser.range(parser.peek()));
  } else {
    parser.recover('{', '}', parser.read());
    const rule = 'A comma must appear between each property definition in an object.';
    parser.report(NO_COMMA, rule, parser.range(parser.peek()));
  }
  return false;
}

/** Spelled so by Packer, too. */
const NO_COMMA = 'Missing attribute seperator comma';

function parseArray(parser: JsonParser): JsonNode | undefined {
  const open = parser.range(parser.read());
  const values: JsonNode[] = [];
  while (parser.peek().kind !== ']') {
    values.push(parseValue(parser));
    if (!endElement(parser, open)) return undefined;
  }
  const close = parser.range(parser.read());
  return { kind: 'array', values, open, range: between(open, close) };
}

const WRONG_AFTER_ELEMENT: Partial<Record<JsonToken['kind'], readonly [summary: string, detail: string]>> = {
  ':': ['Invalid array value', 'A colon is not used to introduce values in a JSON array.'],
  '}': ['Mismatched brackets', 'A JSON array must be closed with a bracket, not a brace.'],
};

function endElement(parser: JsonParser, open: Range): boolean {
  const next = parser.peek();
  if (next.kind === ']') return true;
  if (next.kind === ',') {
    parser.read();
    if (parser.peek().kind !== ']') return true;
    const rule = 'JSON does not permit a trailing comma after the final value in an array.';
    parser.report('Trailing comma in array', rule, parser.range(next));
    return false;
  }
  parser.recover('[', ']', parser.read());
  if (next.kind === 'end')
    parser.report('Unclosed object', 'No closing bracket was found for this JSON array.', open);
  else {
    const [summary, detail] = WRONG_AFTER_ELEMENT[next.kind] ?? [
      NO_COMMA,
      'A comma must appear between each value in an array.',
    ];
    parser.report(summary, detail, parser.range(parser.peek()));
  }
  return false;
}

const number = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

function parseNumber(parser: JsonParser, token: JsonToken): JsonNode | undefined {
  const text = parser.text(token);
  const value = number.test(text) ? parseBigFloat(text) : undefined;
  const range = parser.range(token);
  if (value !== undefined) return { kind: 'number', number: value, range };
  return parser.report('Invalid JSON number', 'There is a syntax error in the given JSON number.', range);
}

function parseText(parser: JsonParser, token: JsonToken): JsonNode | undefined {
  const text = jsonString(parser.text(token));
  const range = parser.range(token);
  if (typeof text === 'string') return { kind: 'text', text, range };
  const start = token.start + text.faultAt;
  const subject = parser.range({ start, end: start + 1 });
  return parser.report(
    'Invalid JSON string',
    'There is a syntax error in the given JSON string.',
    subject,
    range,
  );
}

const WORDS = ['false', 'true', 'null'] as const;
const FOREIGN: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);

function parseWord(parser: JsonParser, token: JsonToken): JsonNode | undefined {
  const given = parser.text(token);
  const range = parser.range(token);
  const kind = WORDS.find((word) => word === given);
  if (kind !== undefined) return { kind, range };
  const detail = FOREIGN.has(given)
    ? `The JavaScript identifier "${given}" cannot be used in JSON.`
    : `"${given}" is not a valid JSON keyword.${suggestion(given, WORDS)}`;
  return parser.report('Invalid JSON keyword', detail, range);
}
