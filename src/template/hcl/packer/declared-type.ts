import type { Diagnostic } from '../diagnostic.ts';
import { evaluateLiteral } from '../evaluate/literal.ts';
import type { Attribute, Expression } from '../syntax/node.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import type { Defaults } from '../types/optional-defaults.ts';
import type { Type } from '../types/type.ts';
import { TypeFault, typeOfExpression } from '../types/type-expression.ts';
import type { Value } from '../values/value.ts';

/** The type that a variable is said to have. */
export interface Declared {
  readonly type: Type;
  readonly defaults: Defaults;
}

export const NONE: Defaults = new Map();

/** Reads `type`; what is wrong with it goes to `faults`. */
export function declaredType(attribute: Attribute | undefined, faults: Diagnostic[]): Declared | undefined {
  if (attribute === undefined) return undefined;
  try {
    const defaults = new Map<Type, Value>();
    const type = typeOfExpression(attribute.expression, {
      takeDefault(expression, own) {
        const value = optionalDefault(expression, own, faults);
        if (value !== undefined) defaults.set(own, value);
      },
    });
    return type.kind === 'any' ? undefined : { type, defaults };
  } catch (error) {
    if (!(error instanceof TypeFault)) throw error;
    faults.push({ summary: 'Invalid type specification', detail: error.message, subject: error.range });
    return undefined;
  }
}

function optionalDefault(expression: Expression, type: Type, faults: Diagnostic[]): Value | undefined {
  const { value, diagnostics } = evaluateLiteral(expression);
  faults.push(...diagnostics);
  if (diagnostics.length > 0) return undefined;
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const detail = `This default value is not compatible with the attribute's type constraint: ${error.message}.`;
    faults.push({
      summary: 'Invalid default value for optional attribute',
      detail,
      subject: expression.range,
    });
    return undefined;
  }
}
