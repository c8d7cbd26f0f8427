import type { Mistake, Path } from '../../errors/mistake.ts';

/** Why a part of a template could not be read: in one text, as Packer tells it, and each thing with its place in the part. */
export interface Refusal {
  readonly finding: string;
  readonly mistakes: readonly Mistake[];
}

/** A part read from the template, or why it could not be. */
export type Read<T> = { readonly value: T } | Refusal;

/** One thing that is wrong with a whole part, or with the setting that `path` leads to. */
export function refusal(finding: string, path: Path = [], advice?: string): Refusal {
  return { finding, mistakes: [{ message: finding, advice, spot: { path } }] };
}

/** What is wrong with a template's structure, collected. */
export class Findings {
  readonly messages: string[] = [];
  readonly mistakes: Mistake[] = [];

  /** Notes what is wrong with the part at `path`; `before` are the words that name it. */
  add(before: string, { finding, mistakes }: Refusal, path: Path): void {
    this.messages.push(before + finding);
    for (const { spot, ...mistake } of mistakes)
      this.mistakes.push({ ...mistake, spot: { ...spot, path: [...path, ...(spot?.path ?? [])] } });
  }
}

/** Keeps what was read, with its index, and notes what was not. */
export function collect<From, T>(
  items: readonly From[],
  read: (item: From, index: number) => Read<T>,
  note: (refusal: Refusal, index: number) => void,
): readonly T[] {
  return items.flatMap((item, index) => {
    const result = read(item, index);
    if ('value' in result) return [result.value];
    note(result, index);
    return [];
  });
}
