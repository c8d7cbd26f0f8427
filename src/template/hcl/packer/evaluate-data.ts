import { string } from '../../schema/field.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { evaluateExpression } from '../evaluate/evaluate.ts';
import type { Scope } from '../evaluate/run.ts';
import { convertIfPossible } from '../types/convert.ts';
import { STRING } from '../types/type.ts';
import { objectValue, UNKNOWN, unknownOf, type Value } from '../values/value.ts';
import { decodeSettings } from './build/decode-settings.ts';
import type { DataBlock } from './configuration.ts';

const NULL_FIELDS = { input: string('The value that it gives.') };

/** What a data source gives; without `asks` nobody knows that yet. */
export function evaluateData(
  { type, block }: DataBlock,
  scope: Scope,
  asks: boolean,
): { readonly value: Value; readonly diagnostics: readonly Diagnostic[] } {
  if (type !== 'null') {
    const detail = 'known data sources: [null]';
    return {
      value: UNKNOWN,
      diagnostics: [{ summary: `Unknown data type ${type}`, detail, subject: block.header }],
    };
  }
  const bodies = [{ body: block.body, iterators: [], known: [] }];
  const { diagnostics } = decodeSettings(bodies, NULL_FIELDS, scope);
  const given = block.body.partialContent({ attributes: [{ name: 'input' }] }).attributes.get('input');
  const input = given && convertIfPossible(evaluateExpression(given.expression, scope).value, STRING);
  const output = input?.kind === 'string' ? input : undefined;
  const missing = {
    summary: '1 error(s) occurred:\n\n* The `input` must be specified',
    detail: '',
    subject: block.header,
  };
  const faults =
    diagnostics.length > 0 || output !== undefined || input?.kind === 'unknown' ? diagnostics : [missing];
  return {
    value: objectValue([['output', asks && output ? output : unknownOf(STRING)]]),
    diagnostics: faults,
  };
}
