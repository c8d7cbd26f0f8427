import type { Random } from '../random.ts';

/** Pieces that break JSON, or almost. */
const pieces: readonly string[] = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  "'",
  '\\',
  '//',
  '/*',
  '#',
  '\n',
  '\t',
  '\r\n',
  ' ',
  '\u0000',
  '\ufeff',
  '\\u',
  '\\ud800',
  '\\n',
  '\\x41',
  'null',
  'true',
  'nul',
  'NaN',
  '-',
  '+1',
  '01',
  '1.',
  '1e',
  '1e999',
  '.5',
  '{{',
  '}}',
  '`',
  'ü',
  '你',
  '😀',
  '\u2028',
  '""',
  '{}',
  '[]',
  '"a":1',
  '"a":1,"a":2',
  '-0',
  '1E+2',
];

type Mutation = (text: string, random: Random) => string;

const mutations: readonly Mutation[] = [
  (text, random) => spliced(text, random.below(text.length + 1), 0, random.pick(pieces)),
  (text, random) => spliced(text, random.below(text.length + 1), 1 + random.below(8), ''),
  (text, random) => spliced(text, random.below(text.length + 1), 1, random.pick(pieces)),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => text + text.slice(random.below(text.length + 1)),
  (text, random) => {
    const from = random.below(text.length + 1);
    return spliced(text, random.below(text.length + 1), 0, text.slice(from, from + random.below(60)));
  },
  (text, random) => {
    const at = random.below(text.length + 1);
    return spliced(text, at, 1, String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.below(7))));
  },
  // As deep as no stack should go.
  (text, random) => {
    const depth = 1 + random.below(30_000);
    return spliced(text, random.below(text.length + 1), 0, random.pick(['[', '{"a":', '[[']).repeat(depth));
  },
];

/** Changes a template as a text: what comes out need not be JSON. */
export function mutateText(text: string, random: Random): string {
  // Deep nests are slow to print, so that they are rarer than the rest.
  const kind = random.chance(0.02) ? mutations.length - 1 : random.below(mutations.length - 1);
  return (mutations[kind] ?? random.pick(mutations))(text, random);
}

function spliced(text: string, at: number, without: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at + without);
}
