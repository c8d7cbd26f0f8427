import {
  ArgumentError,
  FunctionError,
  type HclFunction,
  type Parameter,
  type SpecialFunction,
} from '../functions/function.ts';
import { suggestion } from '../suggestion.ts';
import type { Call, Expression } from '../syntax/node.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { ANY } from '../types/type.ts';
import { asSensitive, isSensitive } from '../values/marks.ts';
import { isSequence, isWhollyKnown, UNKNOWN, unknownOf, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { type Run, report } from './run.ts';

export function evaluateCall(call: Call, run: Run): Value {
  const found = run.scope.functions.get(call.name);
  if (found === undefined) return refuseUnknown(call, run);
  const expanded = call.expands ? expandedArguments(call, run) : call.arguments;
  if (expanded === undefined || !hasRightCount(call, expanded, { found, run })) return UNKNOWN;
  const whole = { ...call, arguments: expanded };
  try {
    return 'special' in found ? found.special(whole, run) : applied(found, whole, run);
  } catch (error) {
    return refuse(error, { call: whole, found, run });
  }
}

function refuseUnknown(call: Call, run: Run): Value {
  if (run.scope.literal === true) {
    const [summary, detail] = ['Function calls not allowed', 'Functions may not be called here.'];
    report(run, { summary, detail, subject: call.range, expression: call });
    return UNKNOWN;
  }
  const scoped = call.name.lastIndexOf('::');
  const detail =
    scoped < 0
      ? `There is no function named "${call.name}".${suggestion(call.name, run.scope.functions.keys())}`
      : `There are no functions in namespace "${call.name.slice(0, scoped + 2)}".`;
  report(run, {
    summary: 'Call to unknown function',
    detail,
    subject: call.nameRange,
    context: call.range,
    expression: call,
  });
  return UNKNOWN;
}

/** The elements of the last argument become arguments of their own. */
function expandedArguments(call: Call, run: Run): readonly Expression[] | undefined {
  const last = call.arguments.at(-1);
  if (last === undefined) return call.arguments;
  const before = run.diagnostics.length;
  const value = evaluate(last, run);
  if (run.diagnostics.length > before) return undefined;
  const fail = (detail: string) =>
    void report(run, {
      summary: 'Invalid expanding argument value',
      detail: `The expanding argument (indicated by ...) must ${detail}`,
      subject: last.range,
      context: call.range,
      expression: last,
    });
  if (value.kind === 'null') return fail('not be null.');
  if (value.kind === 'unknown' && !['string', 'number', 'bool', 'map', 'object'].includes(value.type.kind))
    return undefined;
  if (!isSequence(value)) return fail('be of a tuple, list, or set type.');
  const mark = (element: Value) => (value.sensitive === true ? asSensitive(element) : element);
  const elements = value.elements.map(
    (element): Expression => ({ kind: 'literal', value: mark(element), range: last.range }),
  );
  return [...call.arguments.slice(0, -1), ...elements];
}

interface Place {
  readonly found: HclFunction | SpecialFunction;
  readonly run: Run;
}

function hasRightCount(call: Call, given: readonly Expression[], { found, run }: Place): boolean {
  const { parameters, rest } = found;
  const missing = parameters[given.length];
  if (missing !== undefined) {
    const least = rest === undefined ? '' : ' at least';
    const detail = `Function "${call.name}" expects${least} ${parameters.length} argument(s). Missing value for "${missing.name}".`;
    report(run, {
      summary: 'Not enough function arguments',
      detail,
      subject: call.close,
      context: call.range,
      expression: call,
    });
    return false;
  }
  const extra = given[parameters.length];
  if (extra === undefined || rest !== undefined) return true;
  const detail = `Function "${call.name}" expects only ${parameters.length} argument(s).`;
  report(run, {
    summary: 'Too many function arguments',
    detail,
    subject: extra.range,
    context: call.range,
    expression: call,
  });
  return false;
}

function applied(found: HclFunction, call: Call, run: Run): Value {
  const before = run.diagnostics.length;
  const values = call.arguments.map((argument, index) =>
    argumentValue(argument, parameterAt(found, index), { call, run }),
  );
  if (run.diagnostics.length > before) return UNKNOWN;
  const result = resultOf(found, values, run);
  return values.some(isSensitive) ? asSensitive(result) : result;
}

function parameterAt({ parameters, rest }: HclFunction | SpecialFunction, index: number): Parameter {
  return parameters[index] ?? rest ?? { name: '', type: ANY };
}

function argumentValue(
  argument: Expression,
  { name, type }: Parameter,
  { call, run }: { call: Call; run: Run },
): Value {
  const before = run.diagnostics.length;
  const value = evaluate(argument, run);
  if (run.diagnostics.length > before) return UNKNOWN;
  try {
    return convert(value, type);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const detail = `Invalid value for "${name}" parameter: ${error.message}.`;
    report(run, {
      summary: 'Invalid function argument',
      detail,
      subject: argument.range,
      context: call.range,
      expression: argument,
    });
    return UNKNOWN;
  }
}

function resultOf(found: HclFunction, values: readonly Value[], { scope }: Run): Value {
  for (const [index, value] of values.entries()) {
    const parameter = parameterAt(found, index);
    if (value.kind === 'null' && parameter.nullable !== true)
      throw new ArgumentError(index, 'argument must not be null');
    if (value.kind === 'unknown' && value.type.kind === 'any' && parameter.unknown !== true)
      return unknownOf(found.returns ?? ANY);
  }
  const waits = values.some(
    (value, index) => parameterAt(found, index).unknown !== true && !isWhollyKnown(value),
  );
  return waits ? unknownOf(found.returns ?? ANY) : found.call(values, scope.surroundings);
}

function refuse(error: unknown, { call, found, run }: Place & { readonly call: Call }): Value {
  if (error instanceof ArgumentError) {
    const argument = call.arguments[error.index] ?? call;
    const { name } = parameterAt(found, error.index);
    const detail = `Invalid value for "${name}" parameter: ${error.message}.`;
    report(run, {
      summary: 'Invalid function argument',
      detail,
      subject: argument.range,
      context: call.range,
      expression: argument,
    });
  } else if (error instanceof FunctionError) {
    const detail = `Call to function "${call.name}" failed: ${error.message}.`;
    report(run, {
      summary: 'Error in function call',
      detail,
      subject: call.opening,
      context: call.range,
      expression: call,
    });
  } else throw error;
  return UNKNOWN;
}
