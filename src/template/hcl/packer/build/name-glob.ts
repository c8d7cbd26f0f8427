/** What is wrong with a pattern of names. */
export class GlobError extends Error {}

/** A pattern of `-only` and `-except`: `*` stands for any text, dots included. */
export function nameGlob(glob: string): RegExp {
  let pattern = '';
  let open = 0;
  for (let at = 0; at < glob.length; ) {
    const one = String.fromCodePoint(glob.codePointAt(at) ?? 0);
    const [part, length] = partAt(glob, at, open);
    if (one === '{' && length === 1) open += 1;
    if (one === '}' && length === 1 && open > 0) open -= 1;
    pattern += part;
    at += length;
  }
  // Braces that are not closed end with the pattern.
  return new RegExp(`^(?:${pattern}${')'.repeat(open)})$`, 'su');
}

const END = 'unexpected end of input';

function partAt(glob: string, at: number, open: number): readonly [string, number] {
  const one = String.fromCodePoint(glob.codePointAt(at) ?? 0);
  if (one === '*') return ['.*', 1];
  if (one === '?') return ['.', 1];
  if (one === '{') return ['(?:', 1];
  if (one === '}' && open > 0) return [')', 1];
  if (one === ',' && open > 0) return ['|', 1];
  if (one === '[') return classAt(glob, at);
  if (one !== '\\') return [literal(one), one.length];
  const escaped = glob[at + 1];
  if (escaped === undefined) throw new GlobError(END);
  return [literal(escaped), 2];
}

function classAt(glob: string, at: number): readonly [string, number] {
  const found = /^\[(!?)([^\]]+)\]/su.exec(glob.slice(at));
  if (found === null) throw new GlobError(END);
  const [whole, negated, inside = ''] = found;
  return [`[${negated === '!' ? '^' : ''}${inside.replace(/[\\^[]/g, '\\$&')}]`, whole.length];
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}
