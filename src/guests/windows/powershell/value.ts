import type { Scope } from './scope.ts';
import type { Block } from './syntax.ts';

/** What variables hold and pipelines carry. `undefined` is `$null`. */
export type Value =
  | undefined
  | boolean
  | number
  | string
  | Uint8Array
  | readonly Value[]
  | ScriptBlock
  | TypeName
  | PsObject;

export class ScriptBlock {
  readonly block: Block;
  readonly scope: Scope;

  constructor(block: Block, scope: Scope) {
    this.block = block;
    this.scope = scope;
  }
}

/** A type between brackets, in lower case and without `System.`. */
export class TypeName {
  readonly name: string;

  constructor(name: string) {
    this.name = name.toLowerCase().replace(/^system\./, '');
  }
}

interface Members {
  readonly type: string;
  /** Names in lower case. */
  readonly properties?: Readonly<Record<string, () => Value>>;
  readonly methods?: Readonly<Record<string, (...args: readonly Value[]) => Value | Promise<Value>>>;
  readonly setters?: Readonly<Record<string, (value: Value) => void>>;
  /** What it looks like as text; default: its type. */
  text?(): string;
}

/** An object with members. */
export class PsObject {
  readonly members: Members;

  constructor(members: Members) {
    this.members = members;
  }
}

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** As a string has it: lists with blanks between, `$null` as nothing. */
export function textOf(value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (value instanceof Uint8Array) return [...value].join(' ');
  if (value instanceof ScriptBlock) return value.block.text;
  if (value instanceof TypeName) return value.name;
  if (value instanceof PsObject) return value.members.text?.() ?? value.members.type;
  return value.map(textOf).join(' ');
}

export function truthy(value: Value): boolean {
  if (isList(value)) return value.length > 1 || truthy(value[0]);
  if (typeof value === 'string') return value !== '';
  return value !== undefined && value !== false && value !== 0;
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value === undefined) return 0;
  const text = textOf(value).trim();
  return text === '' ? 0 : Number(text);
}

/** The items of a list, one thing as one item, `$null` as none. */
export function items(value: Value): readonly Value[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

/** What a pipeline gave: nothing, the one thing, or all. */
export function collected(values: readonly Value[]): Value {
  return values.length > 1 ? values : values[0];
}
