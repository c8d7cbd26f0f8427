import { type BuildError, isBuildError } from '../../../errors/build-error.ts';
import type { RenderContext } from '../../go/context.ts';
import { renderOrAsk } from '../../go/render.ts';
import { failedPhase, missingVariable } from '../../go/template-error.ts';
import { timeOrderedUuid } from '../../go/time-ordered-uuid.ts';
import { inText, variablesMissing, variableUnreadable, variableUnresolved } from '../../words.ts';
import { compareBytes } from '../go-value.ts';
import { Questions, type ReadSecret, type SecretStore } from '../questions.ts';
import type { Template } from '../template.ts';
import { type Hidden, hideActions } from './hidden-actions.ts';

interface ResolveOptions {
  /** From `-var-file` and `-var`, in order of precedence; undeclared ones are usable too. */
  readonly given: ReadonlyMap<string, string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly pwd: string;
  readonly templateDir?: string;
  newUuid?(): string;
  /** Asks a secret store; unset: none can be asked. */
  readonly readSecret?: ReadSecret;
  /** Those of the whole template. */
  readonly questions?: Questions;
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
 * known. As in Packer a variable that refers to nothing that is there, or to itself, is empty as a whole if some other
 * variable with a reference has its value, and an error else. Rejects with `variable-invalid`.
 */
export async function resolveVariables(
  template: Template,
  options: ResolveOptions,
): Promise<ResolvedVariables> {
  const raw = workingSet(template, options.given);
  const { given: _, readSecret = noStore, questions = new Questions(), ...around } = options;
  const values = new Map<string, string>();
  const context = { ...around, version: '', user: values, strictUser: true, readSecret, questions };
  const variables = [...raw]
    .sort(([one], [other]) => compareBytes(one, other))
    .map(([name, text]) => {
      const isOwn = text === template.variables.get(name);
      return { name, text, isOwn, newUuids: replayed(context.newUuid) };
    });
  let pending: readonly Variable[] = variables;
  while (pending.length > 0) {
    const waiting = resolvePass(pending, context, values);
    const asked = await questions.answered();
    if (!asked && waiting.size === pending.length) {
      const others = variables.filter(({ name }) => values.has(name));
      if (!others.some(({ text }) => reference.test(text))) refuse(waiting, raw);
      for (const name of waiting.keys()) values.set(name, '');
    }
    pending = pending.filter(({ name }) => !values.has(name));
  }
  const marked = template.sensitiveVariables.map((name) => values.get(name) ?? '');
  const sensitive = [...marked, ...questions.valuesOf(SECRET_STORES)].filter((value) => value !== '');
  return { values, sensitive };
}

/** Consul's keys are settings, no secrets. */
const SECRET_STORES: readonly SecretStore[] = ['vault', 'aws_secretsmanager', 'aws_secretsmanager_raw'];

const noStore: ReadSecret = async ({ name }) => ({ error: `${name} cannot be read here` });

interface Variable {
  readonly name: string;
  readonly text: string;
  /** Whether its text stands in the template. */
  readonly isOwn: boolean;
  readonly newUuids: () => () => string;
}

/** A text that is rendered again, because it has waited for an answer, has the same UUIDs again. */
function replayed(newUuid: () => string = () => timeOrderedUuid(new Date())): () => () => string {
  const drawn: string[] = [];
  return () => {
    let next = 0;
    return () => {
      drawn[next] ??= newUuid();
      next += 1;
      return drawn[next - 1] ?? '';
    };
  };
}

/**
 * Renders each pending variable once, and gives those that wait for another one. What they ask is asked side by side; an
 * error behind a variable that waits for an answer waits too: the first error counts.
 */
function resolvePass(
  pending: readonly Variable[],
  context: RenderContext,
  values: Map<string, string>,
): ReadonlyMap<string, BuildError> {
  const waiting = new Map<string, BuildError>();
  let unanswered = false;
  for (const variable of pending) {
    try {
      const value = resolveOne(variable, { ...context, newUuid: variable.newUuids() });
      if (value === undefined) unanswered = true;
      else if (typeof value === 'string') values.set(variable.name, value);
      else waiting.set(variable.name, value);
    } catch (error) {
      if (unanswered) break;
      throw error;
    }
  }
  return waiting;
}

function workingSet(template: Template, given: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const missing = [...template.variables].filter(([name, value]) => value === null && !given.has(name));
  if (missing.length > 0) throw variablesMissing(missing.map(([name]) => name).sort(compareBytes));
  const defaults = [...template.variables].map(([name, value]) => [name, value ?? ''] as const);
  return new Map([...defaults, ...given]);
}

/** The value, or the error that says which other variable it waits for, or nothing until an answer is there. */
function resolveOne(
  { name, text, isOwn }: Variable,
  context: RenderContext,
): string | BuildError | undefined {
  try {
    return expand(text, context);
  } catch (error) {
    if (!isBuildError(error)) throw error;
    const mistakes = isOwn ? inText(error, { path: ['variables', name] }) : [];
    const told = error.with({ mistakes });
    if (missingVariable(error) !== undefined) return told;
    throw failedPhase(error) === 'parse' ? variableUnreadable(name, told) : told;
  }
}

/** What came in through a reference may hold further references: Packer ends with these expanded, too. */
function expand(text: string, context: RenderContext): string | undefined {
  let value = renderVisible(text, context);
  for (let count = 1; count < mostRenderings && reference.test(text); count += 1) {
    if (value === undefined || !reference.test(value)) break;
    value = renderVisible(value, context, false);
  }
  return value;
}

/** `isWritten`: the text stands in the template as it is. */
function renderVisible(text: string, context: RenderContext, isWritten = true): string | undefined {
  const hidden = hideActions(text);
  try {
    const rendered = renderOrAsk(hidden.text, context);
    return rendered === undefined ? undefined : hidden.restore(rendered);
  } catch (error) {
    throw isBuildError(error) ? visible(error, isWritten ? hidden : undefined) : error;
  }
}

/** The same error with its mistakes where they are in the text as it is written, if it is. */
function visible(error: BuildError, hidden: Hidden | undefined): BuildError {
  const mistakes = error.mistakes.map(({ spot = { path: [] }, ...mistake }) => {
    const { within, ...rest } = spot;
    const own = within && hidden && { offset: hidden.offsetOf(within.offset), length: within.length };
    return { ...mistake, spot: own === undefined ? rest : { ...rest, within: own } };
  });
  return error.with({ mistakes });
}

/** Names the last one, as Packer does: it keeps only the last failure of a pass. */
function refuse(waiting: ReadonlyMap<string, BuildError>, raw: ReadonlyMap<string, string>): never {
  const last = [...waiting].at(-1);
  if (last === undefined) throw new TypeError('no variable is waiting');
  throw variableUnresolved(last[0], raw.get(last[0]) ?? '', last[1]);
}
