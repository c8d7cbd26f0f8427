import { cast } from './cast.ts';
import { PsError, unsupported } from './failure.ts';
import { invoke, member } from './members.ts';
import { binary } from './operators.ts';
import { parseExpandable } from './parse-text.ts';
import { run } from './run.ts';
import type { Scope } from './scope.ts';
import type { Expression, Member, Statement } from './syntax.ts';
import {
  collected,
  isList,
  items,
  numberOf,
  PsObject,
  ScriptBlock,
  TypeName,
  textOf,
  truthy,
  type Value,
} from './value.ts';
import { readVariable, writeVariable } from './variables.ts';

/** The value of an expression. */
export async function evaluate(expression: Expression, scope: Scope): Promise<Value> {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'text':
      return textFrom(expression, scope);
    case 'variable':
      return readVariable(expression.name, scope);
    case 'sub':
      return collected(await gather(expression.body, scope));
    case 'group':
      return grouped(expression.statement, scope);
    case 'array':
      return gather(expression.body, scope);
    case 'list':
      return inOrder(expression.items, (item) => evaluate(item, scope));
    case 'block':
      return new ScriptBlock(expression.block, scope);
    case 'type':
      return new TypeName(expression.name);
    case 'cast':
      return cast(expression.type, await evaluate(expression.operand, scope));
    case 'unary':
      return unary(expression.operator, await evaluate(expression.operand, scope));
    case 'binary':
      return evaluateBinary(expression, scope);
    case 'member':
      return readMember(expression, scope);
    case 'call':
      return call(expression, scope);
    case 'index':
      return indexed(await evaluate(expression.target, scope), await evaluate(expression.index, scope));
    case 'step':
      return step(expression, scope);
  }
}

async function textFrom({ parts }: Extract<Expression, { kind: 'text' }>, scope: Scope): Promise<string> {
  const texts = await inOrder(parts, async (part) =>
    typeof part === 'string' ? part : joined(await evaluate(part, scope)),
  );
  return texts.join('');
}

async function readMember({ target, name }: Member, scope: Scope): Promise<Value> {
  return member(await evaluate(target, scope), textOf(await evaluate(name, scope)), scope);
}

async function grouped(statement: Statement, scope: Scope): Promise<Value> {
  const found = await resultOf(statement, scope);
  return statement.kind === 'assign' ? evaluate(statement.target, scope) : found;
}

/** A text as double quotes would take it. */
export async function expand(text: string, scope: Scope): Promise<string> {
  return textOf(await evaluate(parseExpandable(text), scope));
}

/** What a statement gives. An expression alone is its value, so that a list of one stays a list. */
export async function resultOf(statement: Statement, scope: Scope): Promise<Value> {
  const [stage, ...more] = statement.kind === 'pipeline' ? statement.stages : [];
  if (stage?.kind === 'expression' && more.length === 0 && stage.redirections.length === 0)
    return evaluate(stage.expression, scope);
  return collected(await gather([statement], scope));
}

/** All that statements give. */
export async function gather(body: readonly Statement[], scope: Scope): Promise<readonly Value[]> {
  const found: Value[] = [];
  await run(body, scope, async (value) => void found.push(value));
  return found;
}

/** Puts a value where an expression points to. */
export async function assign(target: Expression, value: Value, scope: Scope): Promise<void> {
  if (target.kind === 'variable') return writeVariable(target.name, value, scope);
  if (target.kind === 'cast') return assign(target.operand, cast(target.type, value), scope);
  if (target.kind !== 'member') throw unsupported('this kind of assignment');
  const owner = await evaluate(target.target, scope);
  const name = textOf(await evaluate(target.name, scope));
  const setter = owner instanceof PsObject ? owner.members.setters?.[name.toLowerCase()] : undefined;
  if (setter !== undefined) return setter(value);
  throw new PsError(
    `The property '${name}' cannot be found on this object. Verify that the property exists and can be set.`,
  );
}

async function inOrder<T, R>(list: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const [index, item] of list.entries()) done.push(await work(item, index));
  return done;
}

function joined(value: Value): string {
  return isList(value) ? value.map(textOf).join(' ') : textOf(value);
}

function unary(operator: string, value: Value): Value {
  if (operator === '-') return -numberOf(value);
  return !truthy(value);
}

async function evaluateBinary(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  scope: Scope,
): Promise<Value> {
  const first = await evaluate(left, scope);
  if (operator === '-and') return truthy(first) && truthy(await evaluate(right, scope));
  if (operator === '-or') return truthy(first) || truthy(await evaluate(right, scope));
  const second = await evaluate(right, scope);
  return binary(operator, first, second);
}

async function call(
  { target, name, args }: Extract<Expression, { kind: 'call' }>,
  scope: Scope,
): Promise<Value> {
  const owner = await evaluate(target, scope);
  const given = await inOrder(args, (argument) => evaluate(argument, scope));
  return invoke({ target: owner, name: textOf(await evaluate(name, scope)), args: given, scope });
}

function indexed(target: Value, index: Value): Value {
  return items(target).at(numberOf(index));
}

async function step({ target, by }: Extract<Expression, { kind: 'step' }>, scope: Scope): Promise<Value> {
  const before = numberOf(await evaluate(target, scope));
  await assign(target, before + by, scope);
  return undefined;
}
