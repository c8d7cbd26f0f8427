import type { Expression, Variable } from './node.ts';
import { readAsTemplate } from './read-json-string.ts';

/** The names that an expression takes from outside, in the order of the text. */
export function variablesOf(expression: Expression): readonly Variable[] {
  const found: Variable[] = [];
  collect(expression, new Set(), found);
  return found;
}

function collect(expression: Expression, bound: ReadonlySet<string>, found: Variable[]): void {
  if (expression.kind === 'variable' && !bound.has(expression.name)) found.push(expression);
  if (expression.kind === 'for') {
    const inside = new Set([
      ...bound,
      expression.valueName,
      ...(expression.keyName === undefined ? [] : [expression.keyName]),
    ]);
    collect(expression.collection, bound, found);
    for (const part of [expression.key, expression.value, expression.condition])
      if (part !== undefined) collect(part, inside, found);
    return;
  }
  for (const part of partsOf(expression)) collect(part, bound, found);
}

/** The expressions right inside another one. */
function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'template':
      return expression.parts;
    case 'wrap':
    case 'parentheses':
      return [expression.inner];
    case 'join':
      return [expression.each];
    case 'access':
      return [expression.from];
    case 'index':
      return [expression.from, expression.key];
    case 'splat':
      return [expression.from, expression.each];
    case 'call':
      return expression.arguments;
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'tuple':
      return expression.elements;
    case 'object':
      return expression.items.flatMap(({ key, value }) =>
        key.name === undefined ? [key.expression, value] : [value],
      );
    case 'for':
      return [
        expression.collection,
        expression.value,
        ...[expression.key, expression.condition].filter((part) => part !== undefined),
      ];
    case 'json-string':
      return [readAsTemplate(expression).result];
    case 'literal':
    case 'variable':
    case 'splat-item':
      return [];
  }
}
