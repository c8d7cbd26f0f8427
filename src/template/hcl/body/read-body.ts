import type { Diagnostic } from '../diagnostic.ts';
import { type Describe, describeBlocks } from '../diagnostic-text.ts';
import { describeJson } from '../json/describe-json.ts';
import { JsonBody } from '../json/json-body.ts';
import { JsonSource } from '../json/json-source.ts';
import { type JsonNode, startOf } from '../json/node.ts';
import { parseJson } from '../json/parse-json.ts';
import { parseFile } from '../syntax/parse.ts';
import { Source } from '../syntax/source.ts';
import type { Body } from './body.ts';
import { NativeBody } from './native-body.ts';

interface ReadBody {
  readonly source: Source;
  readonly body: Body;
  /** What is wrong with its syntax. */
  readonly diagnostics: readonly Diagnostic[];
  /** Names the part of the text in which something stands. */
  readonly describe: Describe;
}

/** The text of a file: JSON where its name says so, else native syntax. */
export function readBody(name: string, text: string): ReadBody {
  return name.endsWith('.json') ? readJson(name, text) : readNative(name, text);
}

function readNative(name: string, text: string): ReadBody {
  const source = new Source(name, text);
  const { result, diagnostics } = parseFile(source);
  return { source, body: new NativeBody(result), diagnostics, describe: describeBlocks(result) };
}

function readJson(name: string, text: string): ReadBody {
  const source = new JsonSource(name, text);
  const { node, diagnostics } = parseJson(source);
  if (node.kind === 'object' || node.kind === 'array')
    return { source, body: new JsonBody(node), diagnostics, describe: describeJson(node) };
  const fault = {
    summary: 'Root value must be object',
    detail:
      'The root value in a JSON-based configuration must be either a JSON object or a JSON array of objects.',
    subject: startOf(node),
  };
  const start = { source, start: 0, end: 0 };
  const empty: JsonNode = { kind: 'object', properties: [], open: start, close: start, range: start };
  return {
    source,
    body: new JsonBody(empty),
    diagnostics: [...diagnostics, fault],
    describe: describeJson(empty),
  };
}
