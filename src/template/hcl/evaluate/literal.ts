import type { Diagnostic } from '../diagnostic.ts';
import { FunctionError, type Surroundings } from '../functions/function.ts';
import type { Expression } from '../syntax/node.ts';
import type { Value } from '../values/value.ts';
import { evaluateExpression } from './evaluate.ts';

const NOWHERE: Surroundings = {
  now: () => new Date(0),
  startedAt: new Date(0),
  uuid: () => '',
  folder: '',
  cwd: '',
  home: undefined,
  ask: () => {
    throw new FunctionError('nobody is asked');
  },
};

/** The value of what is written out, with neither variables nor functions. */
export function evaluateLiteral(expression: Expression): {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
} {
  const scope = { variables: undefined, functions: new Map(), surroundings: NOWHERE, literal: true } as const;
  return evaluateExpression(expression, scope);
}
