import { isBuildError } from '../../errors/build-error.ts';
import type { RenderContext } from './context.ts';
import { evaluate } from './evaluator.ts';
import { functionNames } from './functions/registry.ts';
import { parse } from './parser.ts';
import { executeError } from './template-error.ts';
import { rootName } from './template-set.ts';

/** A text that still changes after so many passes never will stop. */
const mostPasses = 100;

/** Renders a template text once. Throws BuildError `interpolation-failed`, worded as Go's text/template words it. */
export function render(text: string, context: RenderContext): string {
  const rendered = evaluated(text, context);
  if (rendered === undefined) throw new TypeError('a text that may not wait has waited');
  return rendered;
}

/** The same, or nothing as long as an answer is missing; what the text asks is under way then. */
export function renderOrAsk(text: string, context: RenderContext): string | undefined {
  return evaluated(text, { ...context, waits: true });
}

/** Asks all that a text asks, however often it is rendered; what is wrong with it is told when it is used. */
export function askIn(text: string, { newUuid: _, ...context }: RenderContext): void {
  let before: string | undefined = text;
  try {
    for (let pass = 0; pass < mostPasses && before !== undefined; pass += 1) {
      const after = renderOrAsk(before, context);
      if (after === before) return;
      before = after;
    }
  } catch (error) {
    if (!isBuildError(error)) throw error;
  }
}

function evaluated(text: string, context: RenderContext): string | undefined {
  if (!text.includes('{{')) return text;
  return evaluate(text, parse(text, knownIn(context)), context);
}

/** Renders until the text stops changing: builder names, and settings that are rendered while a build runs. */
export function renderUntilStable(text: string, context: RenderContext): string {
  let before = text;
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const after = render(before, context);
    if (after === before) return after;
    before = after;
  }
  const message = `the text still changes after ${mostPasses} passes`;
  const at = { offset: 0, source: text.slice(0, 60), template: rootName };
  throw executeError(text, at, { message, hint: 'It renders to itself.' });
}

/** Checks the syntax, and that all functions exist; renders nothing. */
export function check(text: string, context: Pick<RenderContext, 'functions'> = {}): void {
  if (text.includes('{{')) parse(text, knownIn(context));
}

/** The names of functions that a text may call. */
function knownIn({ functions }: Pick<RenderContext, 'functions'>): ReadonlySet<string> {
  return functions === undefined || functions.size === 0
    ? functionNames
    : new Set([...functionNames, ...functions.keys()]);
}
