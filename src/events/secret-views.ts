/** A text in plain, with where each of its characters stands in the text that was written. */
interface View {
  readonly text: string;
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

/** One way to write characters as others, and back. */
interface Notation {
  readonly pattern: RegExp;
  /** Without it no text is written so. */
  readonly sign: string;
  /** The characters that stand for the match, and how long each is written; `undefined` where it is none. */
  plain(match: string): readonly (readonly [character: string, length: number])[];
}

/**
 * The text in every notation that it may be written in. A secret can be encoded in part, in either case of letters, or
 * several times over; reading the text finds each of these, where a list of forms would never be complete.
 */
export function* viewsOf(text: string): Generator<View> {
  const written = viewOf(text);
  for (const notation of NOTATIONS) {
    let view = written;
    for (let depth = 0; depth < DEPTH && view.text.includes(notation.sign); depth += 1) {
      const before = view.text;
      view = read(view, notation);
      if (view.text === before) break;
      yield view;
    }
  }
}

/** JSON in a string of JSON that a shell quotes. */
const DEPTH = 4;

function viewOf(text: string): View {
  return {
    text,
    begins: Array.from({ length: text.length }, (_, at) => at),
    ends: Array.from({ length: text.length }, (_, at) => at + 1),
  };
}

function read({ text, begins, ends }: View, { pattern, plain }: Notation): View {
  let found = '';
  const [from, to]: [number[], number[]] = [[], []];
  const take = (character: string, begin: number, end: number) => {
    for (let unit = 0; unit < character.length; unit += 1) {
      from.push(begins[begin] ?? 0);
      to.push(ends[end - 1] ?? 0);
    }
    found += character;
  };
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    for (; at < match.index; at += 1) take(text.charAt(at), at, at + 1);
    for (const [character, length] of plain(match[0])) {
      take(character, at, at + length);
      at += length;
    }
    at = match.index + match[0].length;
  }
  for (; at < text.length; at += 1) take(text.charAt(at), at, at + 1);
  return { text: found, begins: from, ends: to };
}

const percent: Notation = {
  sign: '%',
  pattern: /(?:%[0-9a-f]{2})+/gi,
  plain(match) {
    const bytes = Buffer.from(match.replaceAll('%', ''), 'hex');
    const utf8 = bytes.toString('utf8');
    if (utf8.includes('\ufffd')) return [...bytes.toString('latin1')].map((one) => [one, 3]);
    return [...utf8].map((one) => [one, 3 * Buffer.byteLength(one)]);
  },
};

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
};

const whole =
  (plain: (match: string) => string): Notation['plain'] =>
  (match) => [[plain(match), match.length]];

const backslash: Notation = {
  sign: '\\',
  pattern: /\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)/gis,
  plain: whole((match) => {
    const code = /^\\[ux]([0-9a-f]+)$/i.exec(match)?.[1];
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return NAMED[match.charAt(1)] ?? match.slice(1);
  }),
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

const NOTATIONS: readonly Notation[] = [
  percent,
  // Forms of pages: a blank is a plus sign there.
  {
    ...percent,
    pattern: /(?:%[0-9a-f]{2})+|\+/gi,
    plain: (match) => (match === '+' ? [[' ', 1]] : percent.plain(match)),
  },
  backslash,
  // A quote within quotes of a shell, and of PowerShell.
  { sign: "'", pattern: /'\\''|'"'"'|''/g, plain: whole(() => "'") },
  { sign: '"', pattern: /""/g, plain: whole(() => '"') },
  { sign: '`', pattern: /`./gs, plain: whole((match) => match.slice(1)) },
  {
    sign: '&',
    pattern: /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});/gi,
    plain: whole((match) => {
      const [, x, code] = /^&#(x?)([0-9a-f]+);$/i.exec(match) ?? [];
      if (code === undefined) return ENTITIES[match.toLowerCase()] ?? match;
      const point = Number.parseInt(code, x === '' ? 10 : 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : match;
    }),
  },
  // Base64 in lines, wherever they end.
  {
    sign: '\n',
    pattern: /(?<=[A-Za-z0-9+/_-]{4})\r?\n[ \t]*(?=[A-Za-z0-9+/_-]{2})/g,
    plain: () => [],
  },
];
