import { viewsOf } from './secret-views.ts';

/** Shown in place of a secret, as Packer shows it. */
export const HIDDEN = '<sensitive>';

/** Forms from this length on are found by their beginning, whose characters these are. */
const BEGINNING = 8;
/** Bits of the filter: one for each beginning, many times more than the forms of a thousand keys. */
const BITS = 1 << 20;

/** Shorter secrets are hidden as words alone: parts of other words they are by chance. */
const SHORTEST_PART = 4;
/** Shorter secrets are not looked for in what a text stands for, where they are by chance. */
const SHORTEST_READ = 6;
/** A text without these stands for itself. */
const WRITTEN_OTHERWISE = /[%\\&'"`\n]/;

type Range = readonly [begin: number, end: number];

/** Every text that must not be shown. */
interface SecretForms {
  readonly size: number;
  add(form: string): void;
  /** The text with everything in it hidden, longer forms before shorter ones. */
  hidden(text: string): string;
}

/**
 * Looks for any number of forms in one pass: hundreds of builds have hundreds of keys of thirty lines, each in a dozen
 * encodings, and a regular expression of them all takes longer than everything else that a build does here.
 */
export function secretForms(): SecretForms {
  const all = new Set<string>();
  const byBeginning = new Map<string, string[]>();
  const filter = new Uint32Array(BITS / 32);
  let short: string[] = [];
  let pattern: RegExp | undefined;
  const add = (form: string) => {
    if (form === '' || all.has(form)) return;
    all.add(form);
    if (form.length < BEGINNING) {
      short = [...short, form].sort(longerFirst);
      pattern = new RegExp(short.map(wordOrForm).join('|'), 'gu');
      return;
    }
    const beginning = form.slice(0, BEGINNING);
    const others = byBeginning.get(beginning) ?? [];
    byBeginning.set(beginning, [...others, form].sort(longerFirst));
    const bit = bitOf(form, 0);
    filter[bit >>> 5] = (filter[bit >>> 5] ?? 0) | (1 << (bit & 31));
  };
  const formAt = (text: string, at: number) => {
    const bit = bitOf(text, at);
    if (((filter[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return undefined;
    return byBeginning.get(text.slice(at, at + BEGINNING))?.find((form) => text.startsWith(form, at));
  };
  const rangesIn = (text: string): Range[] => {
    const found: Range[] = [];
    for (let at = 0; byBeginning.size > 0 && at + BEGINNING <= text.length; at += 1) {
      const form = formAt(text, at);
      if (form === undefined) continue;
      found.push([at, at + form.length]);
      at += form.length - 1;
    }
    if (pattern !== undefined)
      for (const match of text.matchAll(pattern)) found.push([match.index, match.index + match[0].length]);
    return found;
  };
  const hidden = (text: string) => {
    if (all.size === 0) return text;
    const ranges = rangesIn(text);
    if (WRITTEN_OTHERWISE.test(text))
      for (const { text: plain, begins, ends } of viewsOf(text))
        for (const [begin, end] of rangesIn(plain))
          if (end - begin >= SHORTEST_READ) ranges.push([begins[begin] ?? 0, ends[end - 1] ?? 0]);
    return ranges.length === 0 ? text : without(text, ranges);
  };
  return {
    get size() {
      return all.size;
    },
    add,
    hidden,
  };
}

function bitOf(text: string, at: number): number {
  let hash = 0;
  for (let index = at; index < at + BEGINNING; index += 1)
    hash = Math.imul(hash, 31) + text.charCodeAt(index);
  return Math.imul(hash, 0x9e3779b1) >>> 12;
}

function longerFirst(one: string, other: string): number {
  return other.length - one.length;
}

/** The text with something in place of what the ranges hold; those that touch each other's characters are one. */
function without(text: string, ranges: Range[]): string {
  let told = '';
  let done = 0;
  for (const [begin, end] of ranges.sort(([one], [other]) => one - other)) {
    if (begin >= done) told += text.slice(done, begin) + HIDDEN;
    done = Math.max(done, end);
  }
  return told + text.slice(done);
}

const WORD = '[\\p{L}\\p{N}_]';

function wordOrForm(form: string): string {
  const exact = escaped(form);
  return form.length < SHORTEST_PART ? `(?<!${WORD})${exact}(?!${WORD})` : exact;
}

function escaped(form: string): string {
  return form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
