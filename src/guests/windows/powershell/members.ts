import { staticCall, staticMember } from '../dotnet/statics.ts';
import { stringMethods } from '../dotnet/text.ts';
import { PsError, unsupported } from './failure.ts';
import type { Scope } from './scope.ts';
import { isList, PsObject, TypeName, textOf, type Value } from './value.ts';

/** `target.name`. What has no such member gives `$null`. */
export function member(target: Value, name: string, scope: Scope): Value {
  const key = name.toLowerCase();
  if (target instanceof PsObject) return target.members.properties?.[key]?.();
  if (target instanceof TypeName) return staticMember(target.name, key, scope);
  if (key === 'length' && (typeof target === 'string' || target instanceof Uint8Array)) return target.length;
  if (isList(target))
    return key === 'length' || key === 'count'
      ? target.length
      : target.map((item) => member(item, name, scope));
  return undefined;
}

interface MethodCall {
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
  const method = target instanceof PsObject ? target.members.methods?.[key] : undefined;
  if (method !== undefined) return method(...args);
  const ofText = typeof target === 'string' ? stringMethods[key] : undefined;
  if (ofText !== undefined && typeof target === 'string') return ofText(target, args);
  if (key === 'tostring') return textOf(target);
  throw unsupported(
    `the method ${name} of ${target instanceof PsObject ? target.members.type : typeof target}`,
  );
}
