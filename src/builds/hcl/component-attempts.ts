import { type BuildError, isBuildError } from '../../errors/build-error.ts';
import type { Problem } from '../../errors/problem.ts';
import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import type { Scope } from '../../template/hcl/evaluate/run.ts';
import {
  type DecodedSettings,
  decodeSettings,
  type SettingsBody,
} from '../../template/hcl/packer/build/decode-settings.ts';
import { type Range, rangeName } from '../../template/hcl/syntax/source.ts';
import type { Json, JsonObject } from '../../template/model/template.ts';
import type { Fields } from '../../template/schema/field.ts';
import { explained } from '../explained.ts';
import { diagnosed, mistakeOf, placeOf } from './diagnosed.ts';

/** A component of a build whose settings are to be read. */
export interface Attempted {
  readonly fields: Fields;
  readonly bodies: readonly SettingsBody[];
  readonly scope: Scope;
  /** Where the component as a whole stands. */
  readonly range: Range;
  /** Settings on top of its own. */
  readonly override?: Json | undefined;
  /** Such as `builder (null.box)`. */
  readonly component: string;
  /** Under this everything that is wrong with it is told in one; unset: each thing by itself. */
  readonly heading?: string;
}

/** Reads and tries the components of one build, and collects what is wrong with them. */
export class ComponentAttempts {
  readonly problems: Problem[] = [];
  readonly secrets: string[] = [];
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** What `work` makes of the settings, or nothing where they are wrong. */
  async one<T>(attempted: Attempted, work: (settings: JsonObject) => T | Promise<T>): Promise<T | undefined> {
    const { fields, bodies, scope, range, heading } = attempted;
    const decoded = decodeSettings(bodies, fields, scope);
    this.secrets.push(...decoded.secrets);
    if (decoded.diagnostics.length > 0) {
      this.#diagnosed(decoded.diagnostics, attempted);
      return undefined;
    }
    try {
      const [refusal] = decoded.refusals;
      if (refusal !== undefined) {
        this.problems.push(diagnosed(underHeading(heading, refusal, range), this.#cwd));
        return undefined;
      }
      return await work(decoded.settings);
    } catch (error) {
      if (!isBuildError(error)) throw error;
      this.#failed(error, attempted, decoded);
      return undefined;
    }
  }

  warn(texts: readonly string[], subject: Range): void {
    for (const summary of texts)
      this.problems.push(diagnosed({ severity: 'warning', summary, detail: '', subject }, this.#cwd));
  }

  #diagnosed(diagnostics: readonly Diagnostic[], { heading, range }: Attempted): void {
    const [first, ...others] = diagnostics;
    if (first === undefined) return;
    if (heading === undefined) {
      this.problems.push(...diagnostics.map((diagnostic) => diagnosed(diagnostic, this.#cwd)));
      return;
    }
    const where = first.subject === undefined ? '' : `${rangeName(first.subject)}: `;
    const more = others.length === 0 ? '' : `, and ${others.length} other diagnostic(s)`;
    const detail = `${where}${first.summary}; ${first.detail}${more}`;
    const mistakes = diagnostics.map((diagnostic) => mistakeOf(diagnostic, this.#cwd));
    this.problems.push(diagnosed({ summary: heading, detail, subject: range }, this.#cwd, { mistakes }));
  }

  #failed(error: BuildError, attempted: Attempted, { settings, places }: DecodedSettings): void {
    const { fields, component, range, override, heading } = attempted;
    const layers = override === undefined ? [settings] : [settings, override];
    const template = {
      placeOf: ({ path }: { readonly path: readonly (string | number)[] }) =>
        this.#place(path, places, range),
    };
    const part = { path: [], component, settings: layers };
    const { mistakes, hint } = explained(error, template, { part, fields, cwd: this.#cwd });
    const warnings = error.data['warnings'];
    this.warn(Array.isArray(warnings) ? warnings.map(String) : [], range);
    const problem = diagnosed(underHeading(heading, error.message, range), this.#cwd, { mistakes });
    this.problems.push(hint === undefined ? problem : { ...problem, hint });
  }

  /** The deepest part of the way to a setting that is written, or the component. */
  #place(path: readonly (string | number)[], places: ReadonlyMap<string, Range>, whole: Range) {
    for (let length = path.length; length > 0; length -= 1) {
      const range = places.get(path.slice(0, length).join('.'));
      if (range !== undefined) return placeOf(range, this.#cwd);
    }
    return placeOf(whole, this.#cwd);
  }
}

function underHeading(heading: string | undefined, text: string, subject: Range): Diagnostic {
  return heading === undefined
    ? { summary: text, detail: '', subject }
    : { summary: heading, detail: text, subject };
}
