import { staticCall, staticMember } from '../dotnet/statics.ts';
import { stringMethods } from '../dotnet/text.ts';
import { PsError } from './failure.ts';
import type { Scope } from './scope.ts';
import { Hash, isList, PsObject, TypeName, textOf, type Value } from './value.ts';

/** `target.name`. What has no such member gives `$null`. */
export function member(target: Value, name: string, scope: Scope): Value {
  const key = name.toLowerCase();
  if (target instanceof Hash) return hashMember(target, key);
  if (target instanceof PsObject) return target.members.properties?.[key]?.();
  if (target instanceof TypeName) return staticMember(target.name, key, scope);
  if (key === 'length' && (typeof target === 'string' || target instanceof Uint8Array)) return target.length;
  if (isList(target)) {
    if (key === 'length' || key === 'count') return target.length;
    return target.map((item) => member(item, name, scope)).filter((item) => item !== undefined);
  }
  if (key === 'count') return target === undefined ? 0 : 1;
  return undefined;
}

function hashMember(hash: Hash, key: string): Value {
  if (hash.entries.has(key)) return hash.get(key);
  if (key === 'count') return hash.entries.size;
  if (key === 'keys') return [...hash.entries.values()].map(([name]) => name);
  return key === 'values' ? [...hash.entries.values()].map(([, value]) => value) : undefined;
}

export interface MethodCall {
  readonly target: Value;
  readonly name: string;
  readonly args: readonly Value[];
  readonly scope: Scope;
}

/** `target.name(args)`, and `[type]::name(args)`. */
export async function invoke({ target, name, args, scope }: MethodCall): Promise<Value> {
  const key = name.toLowerCase();
  if (target instanceof TypeName) return staticCall(target.name, key, { args, scope });
  if (target === undefined)
    throw new PsError('You cannot call a method on a null-valued expression.', { id: 'InvokeMethodOnNull' });
  if (key === 'tostring' && args.length === 0) return textOf(target);
  if (target instanceof PsObject) {
    const method = target.members.methods?.[key];
    if (method !== undefined) return method(...args);
  }
  if (target instanceof Hash) return hashMethod(target, key, args);
  if (typeof target === 'string') {
    const method = stringMethods[key];
    if (method !== undefined) return method(target, args);
  }
  if (isList(target) && key === 'contains') return target.includes(args[0]);
  const type = target instanceof PsObject ? target.members.type : `System.${typeof target}`;
  throw new PsError(`Method invocation failed because [${type}] does not contain a method named '${name}'.`, {
    id: 'MethodNotFound',
  });
}

function hashMethod(hash: Hash, key: string, [name, value]: readonly Value[]): Value {
  if (key === 'containskey' || key === 'contains') return hash.entries.has(textOf(name).toLowerCase());
  if (key === 'add') hash.set(textOf(name), value);
  else if (key === 'remove') hash.entries.delete(textOf(name).toLowerCase());
  else
    throw new PsError(
      `Method invocation failed because [System.Collections.Hashtable] does not contain a method named '${key}'.`,
    );
  return undefined;
}
