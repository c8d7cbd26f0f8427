import { unsupported } from '../powershell/failure.ts';
import type { Scope } from '../powershell/scope.ts';
import type { Value } from '../powershell/value.ts';
import { consoleTypes } from './console-types.ts';
import { fileTypes } from './file-types.ts';
import { valueTypes } from './value-types.ts';

/** A static method of .NET, with its arguments. */
export interface StaticCall {
  readonly args: readonly Value[];
  readonly scope: Scope;
}

/** A class of .NET as far as this guest has it; names in lower case. */
export interface StaticType {
  readonly members?: Readonly<Record<string, (scope: Scope) => Value>>;
  readonly methods?: Readonly<Record<string, (call: StaticCall) => Value | Promise<Value>>>;
}

/** Looked up when asked for: these tables and the interpreter know each other. */
function typeNamed(name: string): StaticType | undefined {
  return fileTypes[name] ?? consoleTypes[name] ?? valueTypes[name];
}

export function staticMember(type: string, name: string, scope: Scope): Value {
  return known(type).members?.[name]?.(scope);
}

export async function staticCall(type: string, name: string, call: StaticCall): Promise<Value> {
  const method = known(type).methods?.[name];
  if (method !== undefined) return method(call);
  throw unsupported(`[${type}]::${name}`);
}

function known(name: string): StaticType {
  const found = typeNamed(name);
  if (found === undefined) throw unsupported(`[${name}]`);
  return found;
}
