/** One command of a line of `cmd`, and what joins it to the one before. */
export interface Part {
  readonly joint: '' | '&' | '&&' | '||' | '|';
  readonly text: string;
  readonly redirections: readonly Redirection[];
}

export interface Redirection {
  readonly stream: '1' | '2';
  readonly append: boolean;
  /** A file, or `&1` for standard output. */
  readonly target: string;
}

/** Splits a line at `&`, `&&`, `||` and `|`, outside of quotes and parentheses, and takes redirections out. */
export function parseLine(line: string): readonly Part[] {
  const parts: Part[] = [];
  let joint: Part['joint'] = '';
  let start = 0;
  for (let at = 0; at <= line.length; at = next(line, at)) {
    const found = at === line.length ? '' : (/^(&&|\|\||&|\|)/.exec(line.slice(at))?.[0] ?? undefined);
    if (found === undefined || (found === '&' && line[at - 1] === '>')) continue;
    parts.push({ joint, ...redirected(line.slice(start, at)) });
    joint = found === '&' || found === '&&' || found === '||' || found === '|' ? found : '';
    start = at + found.length;
    at = start - 1;
    if (found === '') break;
  }
  return parts.filter(({ text, redirections }) => text !== '' || redirections.length > 0);
}

/** The place after this character: a quoted text, a group and an escaped character are passed as one. */
function next(line: string, at: number): number {
  const character = line[at];
  if (character === '^') return at + 2;
  if (character === '"') {
    const end = line.indexOf('"', at + 1);
    return end < 0 ? line.length : end + 1;
  }
  if (character === '(') return groupEnd(line, at);
  return at + 1;
}

/** The place after the parenthesis that closes the one at `at`. */
export function groupEnd(line: string, at: number): number {
  let depth = 0;
  for (let place = at; place < line.length; place += 1) {
    if (line[place] === '"') place = Math.max(place, line.indexOf('"', place + 1));
    else if (line[place] === '(') depth += 1;
    else if (line[place] === ')' && --depth === 0) return place + 1;
  }
  return line.length;
}

function redirected(text: string): Pick<Part, 'text' | 'redirections'> {
  const redirections: Redirection[] = [];
  let rest = '';
  for (let at = 0; at < text.length; ) {
    const found = /^([12]?)(>>|>)\s*(&[12]|"[^"]*"|[^\s&|<>]+)/.exec(text.slice(at));
    const isWord = found?.[1] !== '' && at > 0 && !/[\s)"]/.test(text[at - 1] ?? ' ');
    if (found === null || isWord) {
      const end = next(text, at);
      rest += text.slice(at, end);
      at = end;
      continue;
    }
    const [whole, stream, sign, target = ''] = found;
    redirections.push({
      stream: stream === '2' ? '2' : '1',
      append: sign === '>>',
      target: target.replaceAll('"', ''),
    });
    at += whole.length;
  }
  return { text: rest.trim(), redirections };
}
