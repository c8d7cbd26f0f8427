import type { Diagnostic } from '../diagnostic.ts';
import { type Describe, diagnosticText } from '../diagnostic-text.ts';
import type { Source } from '../syntax/source.ts';

/**
 * What is wrong with a template, phase by phase. Each phase is told of in one go, and one with an error is the last:
 *
 *   1 `parse`       files, syntax, blocks of the top level, `packer`, variables and their values
 *   2 `plugins`     what `required_plugins` asks for
 *   3 `initialize`  unset variables, validations, data sources, locals; then the bodies of `source` and `build`, and
 *                   whether every type and every source exists
 *   4 `builds`      the settings of the builds that are selected
 *
 * Those of the first phase show lines of the files, those of later ones say that the source code is not available.
 */
export class Findings {
  readonly #found: Diagnostic[] = [];
  readonly #shown: ReadonlyMap<Source, Describe>;

  /** `shown`: how places in files are called, by the text of the file; other texts are not shown. */
  constructor(shown: ReadonlyMap<Source, Describe> = new Map()) {
    this.#shown = shown;
  }

  add(...diagnostics: readonly Diagnostic[]): void {
    this.#found.push(...diagnostics);
  }

  get all(): readonly Diagnostic[] {
    return this.#found;
  }

  get hasErrors(): boolean {
    return this.#found.some(({ severity }) => severity !== 'warning');
  }

  /** As Packer prints them: it ends with a line more. Empty when there are none. */
  text(): string {
    return this.#found.map((diagnostic) => diagnosticText(diagnostic, this.#describe(diagnostic))).join('');
  }

  #describe({ subject }: Diagnostic): Describe | undefined {
    let source = subject?.source;
    while (source?.outer !== undefined) source = source.outer.source;
    return source === undefined ? undefined : this.#shown.get(source);
  }
}
