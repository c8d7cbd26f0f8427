/** Steps into a template, or into the settings of a component: keys, and indexes from 0. */
export type Path = readonly (string | number)[];

/** What a mistake is about, before anybody has looked where that stands. */
export interface Spot {
  readonly path: Path;
  /** What is marked of a setting. Default: its value. */
  readonly part?: 'key' | 'value';
  /** Which characters of a text are meant. */
  readonly within?: { readonly offset: number; readonly length: number };
  /** Settings may come in layers; 0 are the component's own, 1 those of its `override`. */
  readonly layer?: number;
  /** The path leads into the template whoever found the mistake. */
  readonly whole?: boolean;
}

/** Where something stands in a file that the user wrote. */
export interface Place {
  readonly file: string;
  /** Line and column count from 1, columns in characters. */
  readonly line: number;
  readonly column: number;
  /** Characters that are meant, at least 1. */
  readonly length: number;
  /** The line, parted around what is meant. Values that look secret are not in it, and a long line is cut. */
  readonly shown: { readonly before: string; readonly marked: string; readonly after: string };
}

/** One thing that is wrong with what the user wrote. */
export interface Mistake {
  /** Without headings and list marks. */
  readonly message: string;
  /** What to write instead, such as `write true`. */
  readonly advice?: string | undefined;
  /** Leads into the template, or into the settings of the component that found the mistake. */
  readonly spot?: Spot | undefined;
  readonly place?: Place | undefined;
  /** Such as `provisioner 2 (shell)`. */
  readonly component?: string | undefined;
  /** Such as `image_disk_mappings[0].disk_size`. */
  readonly field?: string | undefined;
  /** What stands at the place, as it is written; unset where a key is meant. */
  readonly value?: string | undefined;
}

/** A path as messages write it: `image_disk_mappings[0].disk_size`. */
export function fieldName(path: Path): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at === 0 ? '' : '.'}${step}`))
    .join('');
}
