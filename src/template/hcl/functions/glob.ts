/** The pattern of a glob with `*`, `**`, `?`, `[...]` and `{a,b}`; `undefined` where it is none. */
export function globToPattern(glob: string): RegExp | undefined {
  const clean = glob.replace(/^(?:\.\/)+/, '');
  let pattern = '';
  let alternatives = 0;
  for (let at = 0; at < clean.length; ) {
    const part = partAt(clean, at, alternatives);
    if (part === undefined) return undefined;
    pattern += part.pattern;
    alternatives += part.opens;
    at += part.length;
  }
  return alternatives === 0 ? new RegExp(`^${pattern}$`, 'su') : undefined;
}

interface Part {
  readonly pattern: string;
  readonly length: number;
  /** Alternatives opened, or closed. */
  readonly opens: number;
}

function partAt(glob: string, at: number, alternatives: number): Part | undefined {
  const character = String.fromCodePoint(glob.codePointAt(at) ?? 0);
  if (glob.startsWith('**/', at)) return { pattern: '(?:.*/)?', length: 3, opens: 0 };
  if (glob.startsWith('**', at)) return { pattern: '.*', length: 2, opens: 0 };
  if (character === '*') return { pattern: '[^/]*', length: 1, opens: 0 };
  if (character === '?') return { pattern: '[^/]', length: 1, opens: 0 };
  if (character === '{') return { pattern: '(?:', length: 1, opens: 1 };
  if (character === '}' && alternatives > 0) return { pattern: ')', length: 1, opens: -1 };
  if (character === ',' && alternatives > 0) return { pattern: '|', length: 1, opens: 0 };
  if (character === '[') return classAt(glob, at);
  if (character !== '\\') return { pattern: literal(character), length: character.length, opens: 0 };
  const escaped = glob[at + 1];
  return escaped === undefined ? undefined : { pattern: literal(escaped), length: 2, opens: 0 };
}

function classAt(glob: string, at: number): Part | undefined {
  const found = /^\[([!^]?)((?:\\.|[^\]\\])+)\]/su.exec(glob.slice(at));
  if (found === null) return undefined;
  const inside = (found[2] ?? '').replace(/\\(.)/gsu, '$1').replace(/[\\\]^[]/g, '\\$&');
  return { pattern: `[${found[1] === '' ? '' : '^/'}${inside}]`, length: found[0].length, opens: 0 };
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}
