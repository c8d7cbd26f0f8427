/** Shown in place of a secret, as Packer shows it. */
export const HIDDEN = '<sensitive>';

/** Forms from this length on are found by their beginning, whose characters these are. */
const BEGINNING = 8;
/** Bits of the filter: one for each beginning, many times more than the forms of a thousand keys. */
const BITS = 1 << 20;

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
      pattern = new RegExp(short.map(escaped).join('|'), 'g');
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
  const withoutShort = (text: string) => (pattern === undefined ? text : text.replace(pattern, HIDDEN));
  const hidden = (text: string) => {
    if (byBeginning.size === 0) return withoutShort(text);
    let told = '';
    let begin = 0;
    for (let at = 0; at + BEGINNING <= text.length; at += 1) {
      const form = formAt(text, at);
      if (form === undefined) continue;
      told += withoutShort(text.slice(begin, at)) + HIDDEN;
      begin = at + form.length;
      at = begin - 1;
    }
    return told + withoutShort(text.slice(begin));
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

function escaped(form: string): string {
  return form.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
