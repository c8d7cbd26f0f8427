import { type BuildError, isBuildError } from '../../../errors/build-error.ts';
import type { RenderContext } from '../../go/context.ts';
import { render } from '../../go/render.ts';
import { type ReadSecret, type SecretRequest, Secrets, SecretWanted } from '../../go/secret.ts';
import { failedPhase, missingVariable } from '../../go/template-error.ts';
import { variablesMissing, variableUnreadable, variableUnresolved } from '../../words.ts';
import { compareBytes } from '../go-value.ts';
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
  /** Asks a secret store; unset: none can be asked. */
  readonly readSecret?: ReadSecret;
  /** Functions of plug-ins. */
  readonly functions?: NonNullable<RenderContext['functions']>;
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
 * always errors. Rejects with `variable-invalid`.
 */
export async function resolveVariables(
  template: Template,
  options: ResolveOptions,
): Promise<ResolvedVariables> {
  const raw = workingSet(template, options.given);
  const secrets = new Secrets();
  const { given: _, readSecret = noStore, ...around } = options;
  const values = new Map<string, string>();
  const context: RenderContext = { ...around, version: '', user: values, strictUser: true, secrets };
  let pending: readonly string[] = [...raw.keys()].sort(compareBytes);
  while (pending.length > 0) {
    const { waiting, wanted } = resolvePass(pending, raw, { context, values });
    if (wanted.length > 0) await secrets.read(wanted, readSecret);
    else if (waiting.size === pending.length) refuse(waiting, raw);
    pending = pending.filter((name) => !values.has(name));
  }
  const marked = template.sensitiveVariables.map((name) => values.get(name) ?? '');
  return { values, sensitive: [...marked, ...secrets.values()].filter((value) => value !== '') };
}

const noStore: ReadSecret = async ({ store }) => ({ error: `${store} cannot be read here` });

interface Resolving {
  readonly context: RenderContext;
  readonly values: Map<string, string>;
}

/**
 * Renders each pending variable once. Secrets that stand in their way are collected, to be read together; an error
 * behind such a variable waits until it is known whether this one has an error, too: the first one counts.
 */
function resolvePass(
  pending: readonly string[],
  raw: ReadonlyMap<string, string>,
  resolving: Resolving,
): { readonly waiting: ReadonlyMap<string, BuildError>; readonly wanted: readonly SecretRequest[] } {
  const waiting = new Map<string, BuildError>();
  const wanted: SecretRequest[] = [];
  for (const name of pending) {
    try {
      const error = resolveOne(name, raw.get(name) ?? '', resolving);
      if (error !== undefined) waiting.set(name, error);
    } catch (error) {
      if (error instanceof SecretWanted) wanted.push(error.request);
      else if (wanted.length === 0) throw error;
      else break;
    }
  }
  return { waiting, wanted };
}

function workingSet(template: Template, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const missing = [...template.variables].filter(([name, value]) => value === null && !given.has(name));
  if (missing.length > 0) throw variablesMissing(missing.map(([name]) => name).sort(compareBytes));
  const defaults = [...template.variables].map(([name, value]) => [name, value ?? ''] as const);
  return new Map([...defaults, ...given]);
}

/** Sets the variable, or returns the error that says which other one it waits for. */
function resolveOne(name: string, text: string, { context, values }: Resolving): BuildError | undefined {
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
