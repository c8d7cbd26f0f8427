import type { Variables } from '../diagnostic.ts';
import { suggestion } from '../suggestion.ts';
import type { Expression, Index, Step, Variable } from '../syntax/node.ts';
import type { Range } from '../syntax/source.ts';
import { UNKNOWN, type Value } from '../values/value.ts';
import { evaluate } from './evaluate.ts';
import { attributeOf, elementAt, type Reached } from './reach.ts';
import { type Run, report } from './run.ts';

/** The value of a name, in the innermost scope that has it. */
export function find(name: string, scope: Variables | undefined): Value | undefined {
  for (let at = scope; at !== undefined; at = at.outer) {
    const value = at.variables?.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

export function lookUp(expression: Variable, run: Run): Value {
  const value = find(expression.name, run.scope);
  if (value !== undefined) return follow(value, expression.steps, { run, expression });
  const names = namesOf(run.scope);
  const [summary, detail] =
    names === undefined
      ? ['Variables not allowed', 'Variables may not be used here.']
      : [
          'Unknown variable',
          `There is no variable named "${expression.name}".${suggestion(expression.name, names)}`,
        ];
  report(run, { summary, detail, subject: expression.nameRange, expression });
  return UNKNOWN;
}

function namesOf(scope: Variables): readonly string[] | undefined {
  const names: string[] = [];
  let allowed = false;
  for (let at: Variables | undefined = scope; at !== undefined; at = at.outer) {
    allowed ||= at.variables !== undefined;
    names.push(...(at.variables?.keys() ?? []));
  }
  return allowed ? names : undefined;
}

/** Steps from a value to a part of it, up to the first one that is impossible. */
export function follow(
  from: Value,
  steps: readonly Step[],
  { run, expression }: { run: Run; expression: Expression },
): Value {
  let value = from;
  for (const step of steps) {
    const reached = take(value, step);
    if ('fault' in reached) return told(reached, step.range, { run, expression });
    value = reached.value;
  }
  return value;
}

export function take(value: Value, step: Step): Reached {
  return step.kind === 'attribute' ? attributeOf(value, step.name) : elementAt(value, step.key);
}

export function indexBy(expression: Index, run: Run): Value {
  const value = evaluate(expression.from, run);
  const key = evaluate(expression.key, run);
  const reached = elementAt(value, key);
  return 'fault' in reached ? told(reached, expression.bracket, { run, expression }) : reached.value;
}

function told(
  { fault }: Extract<Reached, { readonly fault: unknown }>,
  subject: Range,
  { run, expression }: { run: Run; expression: Expression },
): Value {
  const [summary, detail] = fault;
  report(run, { summary, detail, subject, context: expression.range, expression });
  return UNKNOWN;
}
