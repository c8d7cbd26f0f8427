import type { Run } from '../evaluate/run.ts';
import type { Call } from '../syntax/node.ts';
import type { Type } from '../types/type.ts';
import type { Value } from '../values/value.ts';

export interface Parameter {
  readonly name: string;
  readonly type: Type;
  /** Takes null, too. */
  readonly nullable?: true;
  /** Takes what is unknown, whole or in part; otherwise the result is unknown without a call. */
  readonly unknown?: true;
}

/** A function of the language. Its arguments come converted to the types of its parameters. */
export interface HclFunction {
  readonly parameters: readonly Parameter[];
  /** Takes all further arguments. */
  readonly rest?: Parameter;
  /** The type of the result, where it does not depend on the arguments. */
  readonly returns?: Type;
  call(values: readonly Value[], surroundings: Surroundings): Value;
}

/** A function that looks at expressions, not at their values. */
export interface SpecialFunction {
  readonly parameters: readonly Parameter[];
  readonly rest?: Parameter;
  special(call: Call, run: Run): Value;
}

export type Functions = ReadonlyMap<string, HclFunction | SpecialFunction>;

/** What functions need of the world. Whoever evaluates decides it, so that a run that is taken up again sees the same. */
export interface Surroundings {
  now(): Date;
  /** When the program started. */
  readonly startedAt: Date;
  /** A new random UUID. */
  uuid(): string;
  /** The folder of the template: `file` and its like look from there. */
  readonly folder: string;
  /** The folder in which the program works. */
  readonly cwd: string;
  readonly home: string | undefined;
  /** The answer of somebody else; throws a `FunctionError` where nobody can be asked. */
  ask(question: Question): string;
}

/** A secret that a store is asked for. */
export interface Question {
  readonly store: 'vault' | 'consul_key' | 'aws_secretsmanager' | 'aws_secretsmanager_raw';
  readonly name: string;
  readonly key?: string;
}

/** Why a function has no result. */
export class FunctionError extends Error {}

/** What is wrong with one of the arguments. */
export class ArgumentError extends Error {
  readonly index: number;
  constructor(index: number, message: string) {
    super(message);
    this.index = index;
  }
}
