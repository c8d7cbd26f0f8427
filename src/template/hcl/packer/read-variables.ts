import type { BodyBlock } from '../body/body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { evaluateExpression } from '../evaluate/evaluate.ts';
import { evaluateLiteral } from '../evaluate/literal.ts';
import type { Scope } from '../evaluate/run.ts';
import type { HclFunction } from '../functions/function.ts';
import type { Attribute, Expression } from '../syntax/node.ts';
import { variablesOf } from '../syntax/variables-of.ts';
import { convert } from '../types/convert.ts';
import { ConversionError } from '../types/mismatch.ts';
import { withDefaults } from '../types/optional-defaults.ts';
import { ANY, STRING, type Type } from '../types/type.ts';
import { isKeyed, objectValue, stringValue, typeOf, type Value } from '../values/value.ts';
import { MetaArguments } from './build/meta-arguments.ts';
import type { Assignment, Validation, Variable } from './configuration.ts';
import { type Declared, declaredType, NONE } from './declared-type.ts';

export const NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
export const NAME_RULE =
  'A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.';

interface ReadVariable {
  readonly variable?: Variable;
  readonly diagnostics: readonly Diagnostic[];
}

type Env = Readonly<Record<string, string | undefined>>;

const SCHEMA = {
  attributes: ['type', 'default', 'description', 'sensitive'].map((name) => ({ name })),
  blocks: [{ type: 'validation' }],
};

/** A `variable` block. Its default may ask the environment. */
export function readVariable(block: BodyBlock, scope: Scope, env: Env): ReadVariable {
  const [name = ''] = block.labels;
  const content = block.body.content(SCHEMA);
  const faults: Diagnostic[] = [...content.diagnostics];
  if (!NAME.test(name))
    faults.push({
      summary: 'Invalid variable name',
      detail: NAME_RULE,
      subject: block.labelRanges[0] ?? block.header,
    });
  const meta = new MetaArguments(content.attributes, {
    ...scope,
    variables: undefined,
    functions: new Map(),
  });
  const [description, sensitive] = [meta.text('description'), meta.flag('sensitive') ?? false];
  faults.push(...meta.diagnostics);
  const declared = declaredType(content.attributes.get('type'), faults);
  const given = defaultOf(content.attributes.get('default'), declared, { scope, env, faults });
  const validations = content.blocks.flatMap((one) => readValidation(one, name, faults));
  if (faults.length > 0) return { diagnostics: faults };
  const type =
    declared?.type ?? (given === undefined || given.value.kind === 'null' ? ANY : exactly(given.value));
  const assignments = given === undefined ? [] : [given];
  return {
    variable: {
      name,
      type,
      defaults: declared?.defaults ?? NONE,
      description,
      sensitive,
      validations,
      assignments,
      range: block.header,
    },
    diagnostics: [],
  };
}

/** An attribute of `variables`. */
export function oldVariable(
  { name, expression, nameRange, range }: Attribute,
  scope: Scope,
  env: Env,
): ReadVariable {
  const faults: Diagnostic[] = [];
  if (!NAME.test(name))
    faults.push({ summary: 'Invalid variable name', detail: NAME_RULE, subject: nameRange });
  const { value, diagnostics } = evaluateExpression(expression, onlyEnv(scope, env));
  if (faults.length + diagnostics.length > 0) return { diagnostics: [...faults, ...diagnostics] };
  const assignment: Assignment = { from: 'default', value, range: expression.range };
  const own = {
    name,
    type: value.kind === 'null' ? ANY : exactly(value),
    description: '',
    sensitive: false,
    defaults: NONE,
  };
  return { variable: { ...own, validations: [], assignments: [assignment], range }, diagnostics: [] };
}

/** An empty list or object leaves open what may be in it. */
function exactly(value: Value): Type {
  return (value.kind === 'tuple' && value.elements.length === 0) ||
    (isKeyed(value) && value.entries.size === 0)
    ? ANY
    : typeOf(value);
}

function onlyEnv(scope: Scope, env: Env): Scope {
  const ask: HclFunction = {
    parameters: [{ name: 'key', type: STRING }],
    returns: STRING,
    call: ([key]) => stringValue((key?.kind === 'string' ? env[key.text] : undefined) ?? ''),
  };
  return { ...scope, variables: undefined, functions: new Map([['env', ask]]) };
}

function defaultOf(
  attribute: Attribute | undefined,
  declared: Declared | undefined,
  { scope, env, faults }: { readonly scope: Scope; readonly env: Env; readonly faults: Diagnostic[] },
): Assignment | undefined {
  if (attribute === undefined) return undefined;
  const { expression } = attribute;
  const { value, diagnostics } = evaluateExpression(expression, onlyEnv(scope, env));
  faults.push(...diagnostics);
  if (diagnostics.length > 0) return undefined;
  try {
    const type = declared?.type ?? ANY;
    const whole = withDefaults(value, type, declared?.defaults ?? NONE);
    return { from: 'default', value: convert(whole, type), range: expression.range };
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const detail = `This default value is not compatible with the variable's type constraint: ${error.message}.`;
    faults.push({ summary: 'Invalid default value for variable', detail, subject: expression.range });
    return undefined;
  }
}

function readValidation(
  { body, header }: BodyBlock,
  name: string,
  faults: Diagnostic[],
): readonly Validation[] {
  const schema = {
    attributes: [
      { name: 'condition', required: true },
      { name: 'error_message', required: true },
    ],
  };
  const { attributes, diagnostics } = body.content(schema);
  faults.push(...diagnostics);
  const [condition, text] = [attributes.get('condition'), attributes.get('error_message')];
  if (condition === undefined || text === undefined) return [];
  faults.push(...checkCondition(condition.expression, name));
  const message = evaluateLiteral(text.expression);
  faults.push(...message.diagnostics);
  if (message.diagnostics.length > 0)
    faults.push({
      summary: 'Unsuitable value type',
      detail: 'Unsuitable value: value must be known',
      subject: text.expression.range,
    });
  const sentence = message.value.kind === 'string' ? message.value.text : '';
  if (message.diagnostics.length === 0 && sentence === '')
    faults.push({
      summary: 'Invalid validation error message',
      detail: 'An empty string is not a valid nor useful error message.',
      subject: text.expression.range,
    });
  else if (message.diagnostics.length === 0 && !/^(?:[^\p{Ll}])[\s\S]*[.?!]$/u.test(sentence))
    faults.push({
      summary: 'Invalid validation error message',
      detail: SENTENCE,
      subject: text.expression.range,
    });
  return [{ condition: condition.expression, message: sentence, range: header }];
}

const SENTENCE =
  'Validation error message must be at least one full sentence starting with an uppercase letter ( if the alphabet ' +
  'permits it ) and ending with a period or question mark.';

function checkCondition(condition: Expression, name: string): readonly Diagnostic[] {
  const used = variablesOf(condition);
  const own = (one: (typeof used)[number]) => {
    const [step] = one.steps;
    return one.name === 'var' && step?.kind === 'attribute' && step.name === name;
  };
  const strange = used.filter((one) => !own(one));
  const detail = `The condition for variable "${name}" can only refer to the variable itself, using var.${name}.`;
  if (strange.length > 0)
    return strange.map(({ range }) => ({
      summary: 'Invalid reference in variable validation',
      detail,
      subject: range,
    }));
  if (used.length > 0) return [];
  return [
    {
      summary: 'Invalid variable validation condition',
      detail: `The condition for variable "${name}" must refer to var.${name} in order to test incoming values.`,
      subject: condition.range,
    },
  ];
}

/** What a validation that fails says; nothing where the value is right. */
export function failedValidation(
  { condition, message }: Validation,
  { name, value, scope }: { readonly name: string; readonly value: Value; readonly scope: Scope },
): { readonly message: string } | { readonly diagnostics: readonly Diagnostic[] } | undefined {
  const variables = new Map([['var', objectValue([[name, value]])]]);
  const result = evaluateExpression(condition, { ...scope, variables });
  if (result.diagnostics.length > 0) return { diagnostics: result.diagnostics };
  try {
    const is = convert(result.value, { kind: 'bool' });
    if (is.kind === 'null') throw new ConversionError('null');
    return is.kind === 'bool' && !is.is ? { message } : undefined;
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const detail =
      error.message === 'null'
        ? 'Validation condition expression must return either true or false, not null.'
        : `Invalid validation condition result value: ${error.message}.`;
    const fault = { summary: 'Invalid variable validation result', detail, subject: condition.range };
    return {
      diagnostics: [{ ...fault, evaluated: { expression: condition, scope: { ...scope, variables } } }],
    };
  }
}
