import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { STRING } from '../types/type.ts';
import { infinity, parseBigFloat } from '../values/big-float.ts';
import {
  boolValue,
  isKeyed,
  NULL,
  numberValue,
  objectValue,
  stringValue,
  tupleValue,
  UNKNOWN,
  type Value,
} from '../values/value.ts';
import { anything, text, textOf } from './define.ts';
import { encodeYaml } from './encode-yaml.ts';
import { FunctionError, type HclFunction } from './function.ts';

export const YAML: Readonly<Record<string, HclFunction>> = {
  yamlencode: {
    parameters: [anything('value', { nullable: true })],
    returns: STRING,
    call: ([value]) => stringValue(encodeYaml(value ?? NULL)),
  },
  yamldecode: { parameters: [text('src')], call: ([src]) => decodeYaml(textOf(src)) },
};

/** More aliases are not followed: each may stand for a text of any length. */
const MOST_ALIASES = 1000;

function decodeYaml(src: string): Value {
  const documents = parseAllDocuments(src, {
    version: '1.1',
    schema: 'failsafe',
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const [document, second] = documents;
  if (document === undefined || !('contents' in document) || document.contents === null)
    throw new FunctionError('on line 1, column 1: missing start of document');
  const [error] = document.errors;
  if (error !== undefined) throw worded(error);
  if (second !== undefined) {
    const line = src.slice(0, document.range[2]).split('\n').length - 1;
    throw new FunctionError(`on line ${Math.max(1, line)}, column 1: unexpected extra content after value`);
  }
  const top = new Reader().read(document.contents);
  // As in Packer, nothing but a null says nothing.
  return top.kind === 'null' ? UNKNOWN : top;
}

function worded({ code, message, linePos }: YAMLError): FunctionError {
  if (code === 'BLOCK_AS_IMPLICIT_KEY')
    return new FunctionError('mapping values are not allowed in this context');
  if (code === 'TAB_AS_INDENT') return new FunctionError('found character that cannot start any token');
  if (code === 'MISSING_CHAR' && /^Flow (?:map|seq)/.test(message)) {
    const close = message.includes('}') ? '}' : ']';
    return new FunctionError(
      `on line ${linePos?.[0].line ?? 1}, column 1: did not find expected ',' or '${close}'`,
    );
  }
  const why = /^[^\n]*?(?= at line|$)/.exec(message)?.[0] ?? message;
  return new FunctionError(`on line ${linePos?.[0].line ?? 1}, column ${linePos?.[0].col ?? 1}: ${why}`);
}

class Reader {
  readonly #anchors = new Map<string, Value>();
  #aliases = 0;

  read(node: ParsedNode | null): Value {
    if (node === null) return NULL;
    if (isAlias(node)) return this.#alias(node.source);
    const value = isScalar(node)
      ? scalarValue(node)
      : isSeq(node)
        ? tupleValue(node.items.map((item) => this.read(item)))
        : this.#map(node);
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, value);
    return value;
  }

  #alias(name: string): Value {
    this.#aliases += 1;
    if (this.#aliases > MOST_ALIASES) throw new FunctionError(`more than ${MOST_ALIASES} aliases`);
    const value = this.#anchors.get(name);
    if (value === undefined) throw new FunctionError(`reference to undefined anchor "${name}"`);
    return value;
  }

  #map(node: YAMLMap.Parsed): Value {
    const entries: (readonly [string, Value])[] = [];
    const merged: (readonly [string, Value])[] = [];
    for (const { key, value } of node.items) {
      const read = this.read(value);
      if (isScalar(key) && isPlain(key) && key.source === '<<') merged.push(...mergedEntries(read));
      else entries.push([keyText(key), read]);
    }
    return objectValue([...merged, ...entries]);
  }
}

function mergedEntries(value: Value): readonly (readonly [string, Value])[] {
  if (isKeyed(value)) return [...value.entries];
  if (value.kind === 'tuple') return value.elements.toReversed().flatMap(mergedEntries);
  throw new FunctionError('map merge requires map or sequence of maps as the value');
}

function keyText(key: ParsedNode): string {
  if (!isScalar(key) || isMap(key)) throw new FunctionError('only strings are allowed as mapping keys');
  return String(key.value ?? '');
}

function isPlain({ type }: Scalar.Parsed): boolean {
  return type === 'PLAIN';
}

const STANDARD = 'tag:yaml.org,2002:';

function scalarValue(node: Scalar.Parsed): Value {
  const given = String(node.value ?? '');
  const { tag } = node;
  if (tag !== undefined && !tag.startsWith(STANDARD)) throw new FunctionError(`unsupported tag "${tag}"`);
  const kind = tag?.slice(STANDARD.length) ?? (isPlain(node) ? undefined : 'str');
  return kind === 'str' || kind === 'binary' ? stringValue(given) : plainValue(given);
}

const NULLS = /^(?:~|null|Null|NULL|)$/;
const YES = /^(?:y|Y|yes|Yes|YES|on|On|ON|true|True|TRUE)$/;
const NO = /^(?:n|N|no|No|NO|off|Off|OFF|false|False|FALSE)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;

/** Plain words mean what they did in YAML 1.1. */
function plainValue(given: string): Value {
  if (NULLS.test(given)) return NULL;
  if (YES.test(given)) return boolValue(true);
  if (NO.test(given)) return boolValue(false);
  if (DATE.test(given)) return stringValue(`${given}T00:00:00Z`);
  if (/^[+-]?\.(?:inf|Inf|INF)$/.test(given)) return numberValue(infinity(given.startsWith('-') ? -1 : 1));
  if (/^\.(?:nan|NaN|NAN)$/.test(given)) throw new FunctionError('floating point NaN is not supported');
  const digits =
    /^[+-]?(?:[\d_]+(?:\.[\d_]*)?|\.[\d_]+)(?:[eE][+-]?\d+)?$/.test(given) && /\d/.test(given)
      ? given.replaceAll('_', '')
      : '';
  const number = digits === '' ? undefined : parseBigFloat(digits);
  return number === undefined ? stringValue(given) : numberValue(number);
}
