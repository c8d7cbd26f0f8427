/** One name of a path against a pattern as Go's `filepath.Match` reads it; `undefined` for a pattern that is none. */
export function globPattern(pattern: string): RegExp | undefined {
  let source = '';
  let rest = pattern;
  while (rest !== '') {
    const token = /^(?:\*|\?|\\(.)|\[(\^?)((?:\\.|[^\]\\])+)\]|([^*?[\\]))/su.exec(rest);
    if (token === null) return undefined;
    const [whole, escaped, not, set, plain] = token;
    const part = set === undefined ? literal(whole, escaped ?? plain) : charClass(not ?? '', set);
    if (part === undefined) return undefined;
    source += part;
    rest = rest.slice(whole.length);
  }
  return new RegExp(`^${source}$`, 'su');
}

function literal(token: string, character: string | undefined): string {
  if (character !== undefined) return quoted(character);
  return token === '*' ? '[^/]*' : '[^/]';
}

/** Characters and ranges; a range of which the end comes first matches nothing. */
function charClass(not: string, set: string): string | undefined {
  let source = '';
  let rest = set;
  while (rest !== '') {
    const range = /^(\\.|[^-\\])(?:-(\\.|[^-\\]))?/su.exec(rest);
    if (range === null) return undefined;
    const [whole, low = '', high = low] = range;
    const [from, to] = [bare(low), bare(high)];
    if (from <= to) source += `${quoted(from)}-${quoted(to)}`;
    rest = rest.slice(whole.length);
  }
  if (source === '') return not === '' ? '(?!)' : '[^]';
  return `[${not}${source}]`;
}

const bare = (text: string): string => (text.length > 1 && text.startsWith('\\') ? text.slice(1) : text);

function quoted(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
