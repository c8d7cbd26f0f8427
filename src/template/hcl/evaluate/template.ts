import type { Expression, Template } from '../syntax/node.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { STRING } from '../types/type.ts';
import { asSensitive } from '../values/marks.ts';
import { stringValue, unknownOf, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { type Run, report } from './run.ts';

/** The text of a template; unknown as soon as a part of it is. */
export function evaluateTemplate(template: Template, run: Run): Value {
  let text: string | undefined = '';
  let sensitive = false;
  for (const part of template.parts) {
    const value = evaluate(part, run);
    sensitive ||= value.sensitive === true;
    const shown = partText(value, part, { template, run });
    text = text === undefined || shown === undefined ? undefined : text + shown;
  }
  const result = text === undefined ? unknownOf(STRING) : stringValue(text);
  return sensitive ? asSensitive(result) : result;
}

function partText(
  value: Value,
  part: Expression,
  { template, run }: { template: Template; run: Run },
): string | undefined {
  const fail = (detail: string) =>
    void report(run, {
      summary: 'Invalid template interpolation value',
      detail,
      subject: part.range,
      context: template.range,
      expression: part,
    });
  if (value.kind === 'null')
    return fail('The expression result is null. Cannot include a null value in a string template.');
  if (value.kind === 'unknown') return undefined;
  try {
    const converted = convert(value, STRING);
    return converted.kind === 'string' ? converted.text : undefined;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    return fail(`Cannot include the given value in a string template: ${error.message}.`);
  }
}
