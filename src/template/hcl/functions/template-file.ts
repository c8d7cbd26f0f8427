import type { Diagnostic } from '../diagnostic.ts';
import { evaluateExpression } from '../evaluate/evaluate.ts';
import { parseWholeTemplate } from '../syntax/parse.ts';
import { rangeName, Source } from '../syntax/source.ts';
import { variablesOf } from '../syntax/variables-of.ts';
import { isKeyed, type KeyedValue, UNKNOWN, type Value } from '../values/value.ts';
import { anything, text, textOf } from './define.ts';
import { readText } from './files.ts';
import {
  ArgumentError,
  FunctionError,
  type Functions,
  type HclFunction,
  type Surroundings,
} from './function.ts';

const PARAMETERS = [text('path'), anything('vars', { unknown: true })];

/** A template of a file of its own. It knows all functions but itself. */
export function templateFile(functions: Functions): HclFunction {
  const inside = new Map(functions).set('templatefile', {
    parameters: PARAMETERS,
    call: () => {
      throw new FunctionError('cannot recursively call templatefile from inside templatefile call');
    },
  });
  return {
    parameters: PARAMETERS,
    call: ([path, vars], surroundings) => render(textOf(path), vars, { functions: inside, surroundings }),
  };
}

interface Means {
  readonly functions: Functions;
  readonly surroundings: Surroundings;
}

function render(path: string, vars: Value | undefined, means: Means): Value {
  const { result, diagnostics } = parseWholeTemplate(new Source(path, readText(path, means.surroundings)));
  if (diagnostics.length > 0) throw faulty(diagnostics);
  if (vars?.kind === 'unknown') return UNKNOWN;
  if (vars === undefined || !isKeyed(vars)) throw new ArgumentError(1, 'invalid vars value: must be a map');
  checkNames(vars);
  for (const { name, nameRange } of variablesOf(result))
    if (!vars.entries.has(name))
      throw new ArgumentError(
        1,
        `vars map does not contain key "${name}", referenced at ${rangeName(nameRange)}`,
      );
  const evaluated = evaluateExpression(result, { ...means, variables: vars.entries });
  if (evaluated.diagnostics.length > 0) throw faulty(evaluated.diagnostics);
  return evaluated.value;
}

function checkNames({ entries }: KeyedValue): void {
  const bad = [...entries.keys()].find((name) => !/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name));
  if (bad !== undefined)
    throw new ArgumentError(
      1,
      `invalid template variable name "${bad}": must start with a letter, followed by zero or more letters, digits, and underscores`,
    );
}

function faulty([first, ...more]: readonly Diagnostic[]): FunctionError {
  const place = first?.subject === undefined ? '' : `${rangeName(first.subject)}: `;
  const others = more.length === 0 ? '' : `, and ${more.length} other diagnostic(s)`;
  return new FunctionError(`${place}${first?.summary}; ${first?.detail}${others}`);
}
