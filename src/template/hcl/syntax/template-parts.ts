import { stringValue } from '../values/value.ts';
import type { Expression, For } from './node.ts';
import type { Parser } from './parser.ts';
import { graphemes, type Range, rangeName } from './source.ts';

interface LiteralPart {
  readonly kind: 'text';
  readonly text: string;
  readonly range: Range;
}
interface At {
  readonly range: Range;
}
export type ControlPart =
  | (At & { readonly kind: 'if'; readonly condition: Expression })
  | (At & { readonly kind: 'for' } & Pick<For, 'keyName' | 'valueName' | 'collection'>)
  | (At & { readonly kind: 'else' | 'endif' | 'endfor' });
export type TemplatePart =
  | LiteralPart
  | (At & { readonly kind: 'value'; readonly expression: Expression })
  | ControlPart;

interface Given {
  readonly parts: readonly TemplatePart[];
  readonly flush: boolean;
  readonly range: Range;
}

/** Makes a tree of the parts of a template. */
export function assembleTemplate(parser: Parser, { parts, flush, range }: Given): Expression {
  const [first, ...more] = parts;
  if (first?.kind === 'value' && more.length === 0) return { kind: 'wrap', inner: first.expression, range };
  const reader = new PartReader(parser, melded(flush ? unindented(parts) : parts), range);
  return { kind: 'template', parts: reader.readAll(), range };
}

/** Takes away from each line as much indentation as the line with the least has. Blank lines stay as they are. */
function unindented(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  let least = Number.POSITIVE_INFINITY;
  let startsLine = true;
  const shifted = new Set<TemplatePart>();
  for (const part of parts) {
    if (startsLine && !isBlankLine(part)) {
      least = Math.min(least, indentation(part));
      if (part.kind === 'text') shifted.add(part);
    }
    startsLine = part.kind === 'text' && part.text.endsWith('\n');
  }
  return parts.map((part) =>
    part.kind === 'text' && shifted.has(part) ? { ...part, text: shortened(part.text, least) } : part,
  );
}

function isBlankLine(part: TemplatePart): boolean {
  return part.kind === 'text' && part.text.endsWith('\n') && part.text.trim() === '';
}

function indentation(part: TemplatePart): number {
  if (part.kind !== 'text') return 0;
  return graphemes(part.text.slice(0, part.text.length - part.text.trimStart().length)).length;
}

function shortened(text: string, count: number): string {
  const blank = text.slice(0, text.length - text.trimStart().length);
  const cut = graphemes(blank).slice(0, count).join('').length;
  return text.slice(cut);
}

/** Literals next to each other become one. */
function melded(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  const result: TemplatePart[] = [];
  let texts: LiteralPart[] = [];
  const flush = () => {
    const [first] = texts;
    const last = texts.at(-1);
    if (first !== undefined && last !== undefined)
      result.push({
        kind: 'text',
        text: texts.map(({ text }) => text).join(''),
        range: { ...first.range, end: last.range.end },
      });
    texts = [];
  };
  for (const part of parts) {
    if (part.kind === 'text') texts.push(part);
    else {
      flush();
      result.push(part);
    }
  }
  flush();
  return result;
}

/** Directives and what they hold. */
class PartReader {
  readonly #parser: Parser;
  readonly #parts: readonly TemplatePart[];
  readonly #range: Range;
  #at = 0;

  constructor(parser: Parser, parts: readonly TemplatePart[], range: Range) {
    this.#parser = parser;
    this.#parts = parts;
    this.#range = range;
  }

  readAll(): readonly Expression[] {
    const expressions: Expression[] = [];
    while (this.#at < this.#parts.length) expressions.push(this.#next());
    if (expressions.length === 0) expressions.push(emptyText(this.#range));
    return expressions;
  }

  #next(): Expression {
    const part = this.#parts[this.#at];
    this.#at += 1;
    if (part === undefined) return emptyText(this.#range);
    if (part.kind === 'text') return { kind: 'literal', value: stringValue(part.text), range: part.range };
    if (part.kind === 'value') return part.expression;
    const read = () => this.#directive(part);
    return this.#parser.nested(read, () => emptyText(part.range));
  }

  #directive(part: ControlPart): Expression {
    if (part.kind === 'if') return this.#if(part);
    if (part.kind === 'for') return this.#for(part);
    const detail = 'The control directives within this template are unbalanced.';
    this.#parser.report(`Unexpected ${part.kind} directive`, detail, part.range);
    return emptyText(part.range);
  }

  #if(open: ControlPart & { kind: 'if' }): Expression {
    const place = rangeName(open.range);
    const branches: [Expression[], Expression[]] = [[], []];
    let current = branches[0];
    for (;;) {
      const end = this.#fill(current);
      if (end?.kind === 'endif') return conditional(open, branches);
      if (end?.kind === 'else' && current === branches[0]) current = branches[1];
      else {
        const why =
          end?.kind === 'else'
            ? `Already in the else clause for the if started at ${place}.`
            : `Expecting an endif directive for the if started at ${place}.`;
        return this.#refuse(
          end,
          why,
          `The if directive at ${place} is missing its corresponding endif directive.`,
          open.range,
        );
      }
    }
  }

  #for(open: ControlPart & { kind: 'for' }): Expression {
    const place = rangeName(open.range);
    const body: Expression[] = [];
    const end = this.#fill(body);
    if (end?.kind !== 'endfor') {
      const why =
        end?.kind === 'else'
          ? 'An else clause is not expected for a for directive.'
          : `Expecting an endfor directive corresponding to the for directive at ${place}.`;
      return this.#refuse(
        end,
        why,
        `The for directive at ${place} is missing its corresponding endfor directive.`,
        open.range,
      );
    }
    const value = group(body, open.range);
    const range = { ...open.range, end: end.range.end };
    const { keyName, valueName, collection } = open;
    const names = keyName === undefined ? { valueName } : { keyName, valueName };
    return {
      kind: 'join',
      each: { kind: 'for', ...names, collection, value, groups: false, open: open.range, range },
      range,
    };
  }

  /** Reads up to an else or an end; `undefined` at the end of the template. */
  #fill(into: Expression[]): ControlPart | undefined {
    for (;;) {
      const part = this.#parts[this.#at];
      if (part === undefined) return undefined;
      if (part.kind === 'else' || part.kind === 'endif' || part.kind === 'endfor') {
        this.#at += 1;
        return part;
      }
      into.push(this.#next());
    }
  }

  #refuse(end: ControlPart | undefined, unexpected: string, missing: string, open: Range): Expression {
    const { source, end: last } = this.#range;
    if (end === undefined)
      this.#parser.report('Unexpected end of template', missing, { source, start: last - 1, end: last });
    else this.#parser.report(`Unexpected ${end.kind} directive`, unexpected, end.range);
    return emptyText(open);
  }
}

function conditional(
  open: ControlPart & { kind: 'if' },
  [whenTrue, whenFalse]: [Expression[], Expression[]],
): Expression {
  const { condition, range } = open;
  return {
    kind: 'conditional',
    condition,
    whenTrue: group(whenTrue, range),
    whenFalse: group(whenFalse, range),
    range,
  };
}

function group(parts: readonly Expression[], range: Range): Expression {
  return { kind: 'template', parts: parts.length === 0 ? [emptyText(range)] : parts, range };
}

function emptyText(range: Range): Expression {
  return { kind: 'literal', value: stringValue(''), range };
}
