import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import { variablesMissing, variableUnreadable, variableUnresolved } from '../../errors/word/template.ts';
import { compareBytes } from '../go-value.ts';
import type { RenderContext } from '../interpolation/context.ts';
import { render } from '../interpolation/render.ts';
import { failedPhase, missingVariable } from '../interpolation/template-error.ts';
import type { Template } from '../template.ts';
import { hideActions } from './hidden-actions.ts';

export interface ResolveOptions {
  /** From `-var-file` and `-var`, in order of precedence; undeclared ones are usable too. */
  readonly given: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly pwd: string;
  readonly templateDir?: string;
  newUuid?(): string;
  /** Functions of plug-ins. */
  readonly functions?: RenderContext['functions'];
}

export interface ResolvedVariables {
  readonly values: ReadonlyMap<string, string>;
  /** Values that output must not show. */
  readonly sensitive: readonly string[];
}

/** A reference that Packer looks for: only in backticks. */
const reference = /\{\{\s*user\s*`[^`]*`\s*\}\}/;

/** A value that still refers to variables after so many renderings refers to itself. */
const mostRenderings = 100;

/**
 * Gives every variable its value: defaults, overlaid by what was given, each rendered once all that it refers to is
 * known. Packer lets undefined and cyclic references through when an unrelated variable has a reference; here they are
 * always errors. Throws `variable-invalid`.
 */
export function resolveVariables(template: Template, options: ResolveOptions): ResolvedVariables {
  const raw = workingSet(template, options.given);
  const values = new Map<string, string>();
  const { now, pwd, env, templateDir, newUuid, functions } = options;
  const plain: RenderContext = { now, pwd, env, version: '', user: values, strictUser: true };
  const own = functions === undefined ? plain : { ...plain, functions };
  const base = newUuid === undefined ? own : { ...own, newUuid };
  const context = templateDir === undefined ? base : { ...base, templateDir };
  let pending: readonly string[] = [...raw.keys()].sort(compareBytes);
  while (pending.length > 0) {
    const waiting = new Map<string, BuildError>();
    for (const name of pending) {
      const error = resolveOne(name, raw.get(name) ?? '', { context, values });
      if (error !== undefined) waiting.set(name, error);
    }
    if (waiting.size === pending.length) refuse(waiting, raw);
    pending = [...waiting.keys()];
  }
  const sensitive = template.sensitiveVariables.map((name) => values.get(name) ?? '');
  return { values, sensitive: sensitive.filter((value) => value !== '') };
}

function workingSet(template: Template, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const missing = [...template.variables].filter(([name, value]) => value === null && !given.has(name));
  if (missing.length > 0) throw variablesMissing(missing.map(([name]) => name).sort(compareBytes));
  const defaults = [...template.variables].map(([name, value]) => [name, value ?? ''] as const);
  return new Map([...defaults, ...given]);
}

/** Sets the variable, or returns the error that says which other one it waits for. */
function resolveOne(
  name: string,
  text: string,
  { context, values }: { readonly context: RenderContext; readonly values: Map<string, string> },
): BuildError | undefined {
  try {
    values.set(name, expand(text, context));
    return undefined;
  } catch (error) {
    if (!isBuildError(error)) throw error;
    if (missingVariable(error) !== undefined) return error;
    throw failedPhase(error) === 'parse' ? variableUnreadable(name, error) : error;
  }
}

/** What came in through a reference may hold further references: Packer ends with these expanded, too. */
function expand(text: string, context: RenderContext): string {
  let value = renderVisible(text, context);
  for (let count = 1; count < mostRenderings && reference.test(text) && reference.test(value); count += 1) {
    value = renderVisible(value, context);
  }
  return value;
}

function renderVisible(text: string, context: RenderContext): string {
  const hidden = hideActions(text);
  return hidden.restore(render(hidden.text, context));
}

/** Names the last one, as Packer does: it keeps only the last failure of a pass. */
function refuse(waiting: ReadonlyMap<string, BuildError>, raw: ReadonlyMap<string, string>): never {
  const last = [...waiting].at(-1);
  if (last === undefined) throw new TypeError('no variable is waiting');
  throw variableUnresolved(last[0], raw.get(last[0]) ?? '', last[1]);
}
