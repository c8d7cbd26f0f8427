import { evaluate } from '../../go/evaluator.ts';
import type { TemplateFunction } from '../../go/functions/function.ts';
import { type Statement, source } from '../../go/node.ts';
import { parse } from '../../go/parser.ts';

type Functions = ReadonlyMap<string, TemplateFunction>;

/** Those of Go itself, which texts may use as well. */
const GOS_OWN = [
  ...['and', 'or', 'not', 'len', 'index', 'slice', 'call', 'html', 'js', 'urlquery'],
  ...['print', 'printf', 'println', 'eq', 'ne', 'lt', 'le', 'gt', 'ge'],
];

/** Why a text could not be made into one of HCL2. */
export class Untransposable extends Error {}

/**
 * A text of a JSON template as one of HCL2: calls that mean something there give interpolations. What the component itself
 * fills in later, such as `{{ .Vars }}`, stays. Throws also what the language finds wrong with the text.
 */
export function transposed(text: string, functions: Functions): string {
  if (!text.includes('{{')) return text;
  const parsed = parse(text, new Set([...GOS_OWN, ...functions.keys()]));
  const body = parsed.body.map((statement) => kept(statement, functions));
  const context = { now: new Date(0), pwd: '', version: '', user: new Map(), replaced: functions };
  return evaluate(text, { ...parsed, body }, context) ?? text;
}

/** An action of one word that is no function is left to the component. */
function kept(statement: Statement, functions: Functions): Statement {
  if (statement.kind === 'text') return statement;
  if (statement.kind !== 'action')
    throw new Untransposable(`there is nothing in HCL2 for {{${statement.kind}}}`);
  const { commands } = statement.pipeline;
  const [command] = commands;
  if (command === undefined || commands.length > 1 || command.args.length > 1) return statement;
  const word = source(command);
  if (functions.has(word)) return statement;
  return { kind: 'text', offset: statement.offset, text: `{{ ${word} }}` };
}
