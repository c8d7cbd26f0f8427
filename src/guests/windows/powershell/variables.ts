import { objectOf } from './cast.ts';
import { expand } from './evaluate.ts';
import type { Scope } from './scope.ts';
import { PsObject, textOf, type Value } from './value.ts';

/** `$name`, with what PowerShell brings itself. */
export function readVariable(name: string, scope: Scope): Value {
  const [prefix, bare] = parts(name);
  const { session } = scope;
  if (prefix === 'env') return session.process.environment.get(bare);
  if (scope.has(bare)) return scope.get(bare);
  return own[bare.toLowerCase()]?.(scope);
}

export function writeVariable(name: string, value: Value, scope: Scope): void {
  const [prefix, bare] = parts(name);
  if (prefix === 'env') scope.session.process.environment.set(bare, textOf(value));
  else if (prefix === 'global') scope.session.globals.set(bare.toLowerCase(), value);
  else scope.set(bare, value);
}

function parts(name: string): readonly [prefix: string, bare: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon).toLowerCase(), name.slice(colon + 1)];
}

const own: Readonly<Record<string, (scope: Scope) => Value>> = {
  true: () => true,
  false: () => false,
  null: () => undefined,
  lastexitcode: ({ session }) => session.lastExitCode,
  executioncontext: (scope) =>
    objectOf({
      InvokeCommand: new PsObject({
        type: 'System.Management.Automation.CommandInvocationIntrinsics',
        methods: { expandstring: (text) => expand(textOf(text), scope) },
      }),
    }),
};
