import type { Evaluation } from './evaluation.ts';
import type { ParameterType, TemplateFunction } from './functions/function.ts';
import { findFunction } from './functions/registry.ts';
import { goPrint } from './go-print.ts';
import {
  type CallNode,
  type ChainNode,
  type CommandNode,
  type Node,
  type Operand,
  type PathNode,
  type PipelineNode,
  source,
} from './node.ts';
import {
  Element,
  element,
  type Held,
  isMap,
  taken,
  truth,
  typeName,
  Unanswered,
  unanswered,
  type Value,
} from './value.ts';

/** What the command before hands on; absent for the first command, which is not the same as a missing value. */
type Piped = { readonly value: Value } | undefined;

interface Call {
  readonly node: Node;
  readonly args: readonly Operand[];
  readonly piped: Piped;
}

/** The value of a pipeline; its variables are declared or assigned. A nil that goes through it is no value any more. */
export function evaluatePipeline(run: Evaluation, dot: Held, pipeline: PipelineNode): Value {
  run.at(pipeline);
  let piped: Piped;
  for (const command of pipeline.commands)
    piped = { value: taken(evaluateCommand(run, dot, command, piped)) ?? undefined };
  const value = piped?.value;
  for (const name of pipeline.names) {
    if (pipeline.assigns) run.assign(name, value);
    else run.declare(name, value);
  }
  return value;
}

function evaluateCommand(run: Evaluation, dot: Held, command: CommandNode, piped: Piped): Held {
  const [first, ...args] = command.args;
  if (first === undefined) return undefined;
  switch (first.kind) {
    case 'field':
    case 'variable':
    case 'chain':
      return evaluateNames(run, dot, first, { node: first, args, piped });
    case 'call':
      return evaluateCall(run, dot, first, { node: command, args, piped });
    case 'pipeline':
      refuseArguments(run, first, { node: first, args, piped });
      return evaluatePipeline(run, dot, first);
    default:
      run.at(first);
      refuseArguments(run, first, { node: first, args, piped });
      if (first.kind === 'nil') run.fail('nil is not a command');
      return evaluateLiteral(run, dot, first);
  }
}

function refuseArguments(run: Evaluation, first: Operand, { args, piped }: Call): void {
  if (args.length === 0 && piped === undefined) return;
  run.fail(`can't give argument to non-function ${source(first)}`);
}

function evaluateLiteral(run: Evaluation, dot: Held, node: Operand): Held {
  if (node.kind === 'number')
    return node.isFloat ? node.float : (node.int ?? run.fail(`${node.source} overflows int`));
  if (node.kind === 'string' || node.kind === 'bool') return node.value;
  return node.kind === 'dot' ? dot : null;
}

/** Follows the names of a field, a variable or a chain; arguments are refused, since maps have no methods. */
function evaluateNames(run: Evaluation, dot: Held, node: PathNode | ChainNode, call: Call): Held {
  run.at(node);
  const [names, start] = startOf(run, dot, node);
  if (names.length === 0) refuseArguments(run, node, call);
  const last = names.length - 1;
  return names.reduce<Held>((value, name, index) => {
    const given = index === last && (call.args.length > 0 || call.piped !== undefined);
    return evaluateField(run, value, name, given);
  }, start);
}

function startOf(run: Evaluation, dot: Held, node: PathNode | ChainNode): readonly [readonly string[], Held] {
  if (node.kind === 'field') return [node.names, dot];
  if (node.kind === 'chain') return [node.names, evaluateArgument(run, dot, node.of, 'value')];
  return [node.names.slice(1), run.variable(node.names[0] ?? '$')];
}

function evaluateField(run: Evaluation, receiver: Held, name: string, hasArguments: boolean): Held {
  const value = taken(receiver);
  if (value === undefined || value instanceof Unanswered) return value;
  if (value === null) return run.fail(`nil pointer evaluating interface {}.${name}`);
  if (!isMap(value)) {
    const type = receiver instanceof Element ? 'interface {}' : typeName(value);
    return run.fail(`can't evaluate field ${name} in type ${type}`);
  }
  if (hasArguments) run.fail(`${name} is not a method but has arguments`);
  return element(value.get(name));
}

function evaluateCall(run: Evaluation, dot: Held, node: CallNode, call: Call): Value {
  run.at(node);
  const { replaced, functions } = run.context;
  const called = replaced?.get(node.name) ?? findFunction(node.name) ?? functions?.get(node.name);
  if (called === undefined) return run.fail(`"${node.name}" is not a defined function`);
  checkCount(run, node.name, called, call);
  if (called.stopsAt !== undefined) return shortCircuit(run, dot, called.stopsAt, call);
  const values = call.args.map((arg, index) => evaluateArgument(run, dot, arg, parameterAt(called, index)));
  if (call.piped !== undefined)
    values.push(checkType(run, call.piped.value, parameterAt(called, values.length)));
  if (values.some((value) => value instanceof Unanswered)) return unanswered;
  return run.guard(node.name, call.node, () => called.call(values, run.context));
}

function checkCount(run: Evaluation, name: string, called: TemplateFunction, { args, piped }: Call): void {
  const given = args.length + (piped === undefined ? 0 : 1);
  const wanted = called.parameters.length;
  if (called.rest === undefined ? given === wanted : given >= wanted) return;
  const least = called.rest === undefined ? '' : 'at least ';
  const got = called.rest === undefined ? given : args.length;
  run.fail(`wrong number of args for ${name}: want ${least}${wanted} got ${got}`);
}

function parameterAt(called: TemplateFunction, index: number): ParameterType {
  return called.parameters[index] ?? called.rest ?? 'any';
}

function shortCircuit(run: Evaluation, dot: Held, stopsAt: boolean, { args, piped }: Call): Value {
  let value: Value;
  for (const arg of args) {
    value = evaluateArgument(run, dot, arg, 'value');
    if (value instanceof Unanswered || truth(value) === stopsAt) return value;
  }
  return piped === undefined ? value : piped.value;
}

function evaluateArgument(run: Evaluation, dot: Held, node: Operand, type: ParameterType): Value {
  run.at(node);
  switch (node.kind) {
    case 'dot':
      return checkType(run, dot, type);
    case 'nil':
      if (type === 'string' || type === 'int') run.fail(`cannot assign nil to ${type}`);
      return type === 'any' ? null : undefined;
    case 'field':
    case 'variable':
    case 'chain':
      return checkType(run, evaluateNames(run, dot, node, { node, args: [], piped: undefined }), type);
    case 'pipeline':
      return checkType(run, evaluatePipeline(run, dot, node), type);
    case 'call':
      return checkType(run, evaluateCall(run, dot, node, { node, args: [], piped: undefined }), type);
    default:
      return checkLiteral(run, dot, node, type);
  }
}

function checkLiteral(run: Evaluation, dot: Held, node: Operand, type: ParameterType): Value {
  if (type === 'string' && node.kind !== 'string') run.fail(`expected string; found ${source(node)}`);
  if (type !== 'int') return taken(evaluateLiteral(run, dot, node));
  if (node.kind !== 'number' || node.int === undefined) run.fail(`expected integer; found ${source(node)}`);
  return node.int;
}

function checkType(run: Evaluation, given: Held, type: ParameterType): Value {
  const value = taken(given);
  if (type === 'value' || value instanceof Unanswered) return value;
  if (type === 'any') return value ?? null;
  if (value === undefined) return run.fail(`invalid value; expected ${type}`);
  if (value === null) return run.fail(`wrong type for value; expected ${type}; got interface {}`);
  if (typeName(value) === type) return value;
  return run.fail(`wrong type for value; expected ${type}; got ${typeName(value)}`);
}

/** A value as an action writes it. */
export function printed(value: Value): string {
  return value === undefined || value === null ? '<no value>' : goPrint(value);
}
