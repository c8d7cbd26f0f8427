import { isBuildError } from '../errors/build-error.ts';
import { type Problem, problemOf } from '../errors/problem.ts';
import type { Part } from '../template/model/locate.ts';
import type { Json, Template } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** A component of the template that takes part in a build. */
export interface ComponentPart extends Part {
  /** Its settings, and on top of them those for one build. */
  readonly settings: readonly Json[];
}

/** Tries everything about the parts of one build, whatever failed before: all that is wrong is told at once. */
export class Attempts {
  readonly #template: Template;
  readonly #cwd: string;
  readonly #problems: Problem[] = [];

  constructor(template: Template, cwd: string) {
    this.#template = template;
    this.#cwd = cwd;
  }

  /** Packer stops at the first problem of a build. */
  get problems(): readonly Problem[] {
    return this.#problems.map((problem, index) =>
      index === 0 ? problem : { ...problem, beyondPacker: true },
    );
  }

  /** What `work` gives, or nothing where it fails; that is a problem under this heading then. */
  async one<T>(
    summary: string,
    part: ComponentPart,
    work: () => T | Promise<T>,
    { fields = {} }: { readonly fields?: Fields } = {},
  ): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isBuildError(error)) throw error;
      const { explained } = await import('./explained.ts');
      const about = { part, fields, cwd: this.#cwd };
      this.#problems.push(problemOf(summary, explained(error, this.#template, about)));
      return undefined;
    }
  }
}
