import { isBuildError } from '../../errors/build-error.ts';
import type { RenderContext } from './context.ts';
import { evaluatePipeline, printed } from './evaluate-pipeline.ts';
import { Evaluation } from './evaluation.ts';
import { goPrint, sortedEntries } from './go-print.ts';
import type { BranchNode, Parsed, RangeNode, Statement, TemplateNode } from './node.ts';
import { element, type Held, isArray, isMap, truth, Unanswered, type Value } from './value.ts';

/** How a list of statements was left. */
type Leaving = 'done' | 'break' | 'continue';

/**
 * Renders a parsed text; gives nothing as long as it waits for an answer. An error behind such a place counts when the
 * answer is there: the first one does. Throws `interpolation-failed` with Go's message, line and column.
 */
export function evaluate(text: string, parsed: Parsed, context: RenderContext): string | undefined {
  const run = new Evaluation(text, parsed, context);
  try {
    walkAll(run, run.root, parsed.body);
  } catch (error) {
    if (!run.isWaiting || !isBuildError(error)) throw error;
  }
  return run.isWaiting ? undefined : run.output;
}

function walkAll(run: Evaluation, dot: Held, statements: readonly Statement[]): Leaving {
  return run.nested(() => {
    for (const statement of statements) {
      const leaving = walk(run, dot, statement);
      if (leaving !== 'done') return leaving;
    }
    return 'done';
  });
}

function walk(run: Evaluation, dot: Held, statement: Statement): Leaving {
  run.at(statement);
  switch (statement.kind) {
    case 'text':
      run.write(statement.text);
      return 'done';
    case 'action': {
      const value = evaluatePipeline(run, dot, statement.pipeline);
      if (statement.pipeline.names.length === 0) run.write(printed(value));
      return 'done';
    }
    case 'if':
    case 'with':
      return walkBranch(run, dot, statement);
    case 'range':
      return walkRange(run, dot, statement);
    case 'template':
      walkTemplate(run, dot, statement);
      return 'done';
    case 'break':
    case 'continue':
      return statement.kind;
  }
}

function walkTemplate(run: Evaluation, dot: Held, { name, pipeline }: TemplateNode): void {
  const data = () => (pipeline === undefined ? undefined : evaluatePipeline(run, dot, pipeline));
  run.enter(name, data, (inner, body) => walkAll(run, inner, body));
}

function walkBranch(run: Evaluation, dot: Held, branch: BranchNode): Leaving {
  const mark = run.mark();
  const value = evaluatePipeline(run, dot, branch.pipeline);
  // Which of the two it will be is not known yet.
  if (value instanceof Unanswered) return 'done';
  const inner = branch.kind === 'with' ? value : dot;
  const leaving = truth(value) ? walkAll(run, inner, branch.body) : walkAll(run, dot, branch.otherwise);
  run.release(mark);
  return leaving;
}

function walkRange(run: Evaluation, dot: Held, range: RangeNode): Leaving {
  const mark = run.mark();
  const value = evaluatePipeline(run, dot, range.pipeline);
  const items = itemsOf(run, value);
  const inner = run.mark();
  const skips = value instanceof Unanswered || items.length > 0;
  let leaving: Leaving = !skips ? walkAll(run, dot, range.otherwise) : 'done';
  for (const [key, item] of items) {
    setNames(run, range.pipeline.names, [key, item]);
    leaving = walkAll(run, item, range.body);
    run.release(inner);
    if (leaving === 'break') break;
  }
  run.release(mark);
  return items.length === 0 ? leaving : 'done';
}

function itemsOf(run: Evaluation, value: Value): readonly (readonly [Value, Held])[] {
  if (value === undefined || value instanceof Unanswered) return [];
  if (isArray(value)) return value.map((item, index) => [BigInt(index), element(item)]);
  if (isMap(value)) return sortedEntries(value).map(([key, item]) => [key, element(item)]);
  return run.fail(`range can't iterate over ${goPrint(value)}`);
}

/** One name takes the item, two take key and item. */
function setNames(run: Evaluation, names: readonly string[], [key, item]: readonly [Value, Held]): void {
  const [first, second] = names;
  if (first !== undefined) run.assign(first, second === undefined ? item : key);
  if (second !== undefined) run.assign(second, item);
}
