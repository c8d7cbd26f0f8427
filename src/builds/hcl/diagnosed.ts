import { resolve } from 'node:path';
import type { Mistake, Place } from '../../errors/mistake.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import type { Describe } from '../../template/hcl/diagnostic-text.ts';
import { Findings } from '../../template/hcl/packer/findings.ts';
import type { Range, Source } from '../../template/hcl/syntax/source.ts';
import { placeAt } from '../../template/model/place.ts';

interface Telling {
  /** Each thing that is meant; unset: the whole. */
  readonly mistakes?: readonly Mistake[];
  /** Files whose lines are shown. */
  readonly sources?: ReadonlyMap<Source, Describe>;
}

/** What is wrong with an HCL2 template as a problem, with its place. */
export function diagnosed(
  diagnostic: Diagnostic,
  cwd: string,
  { mistakes = [mistakeOf(diagnostic, cwd)], sources }: Telling = {},
): Problem {
  const { severity, summary, detail } = diagnostic;
  const word = severity === 'warning' ? 'Warning' : 'Error';
  return { severity: word, summary, detail, text: textOf(diagnostic, sources), mistakes };
}

function textOf(diagnostic: Diagnostic, sources: ReadonlyMap<Source, Describe> = new Map()): string {
  const findings = new Findings(sources);
  findings.add(diagnostic);
  return findings.text();
}

export function mistakeOf({ summary, detail, subject }: Diagnostic, cwd: string): Mistake {
  const message = detail === '' ? summary : `${summary}: ${detail}`;
  return { message, place: subject && placeOf(subject, cwd) };
}

/** Where a range stands in its file. */
export function placeOf({ source, start, end }: Range, cwd: string): Place {
  if (source.outer !== undefined) {
    const { source: outer, start: from } = source.outer;
    return placeOf({ source: outer, start: from + start, end: from + end }, cwd);
  }
  return placeAt({ text: source.text, path: resolve(cwd, source.name) }, start, end);
}

/** What Packer prints in one go ends with a line more, and the next begins after it. */
export function printedApart(...groups: readonly (readonly Problem[])[]): readonly Problem[] {
  const printed = groups.filter((group) => group.length > 0);
  return printed.flatMap((group, at) =>
    group.map((problem, index) =>
      at < printed.length - 1 && index === group.length - 1
        ? { ...problem, text: `${problem.text ?? ''}\n` }
        : problem,
    ),
  );
}
