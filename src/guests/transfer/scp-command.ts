/** What a client asks of the far side of scp. */
export interface ScpCommand {
  readonly direction: 'to' | 'from';
  readonly recursive: boolean;
  readonly preserve: boolean;
  /** `-d`: the target must be a folder. */
  readonly intoDirectory: boolean;
  /** One target, or the sources; absolute. Sources may hold wildcards. */
  readonly paths: readonly ScpPath[];
}

export interface ScpPath {
  /** As the client wrote it, for messages. */
  readonly given: string;
  readonly path: string;
  /** The same with quoted wildcards taken literally; undefined when there are none to expand. */
  readonly pattern: RegExp | undefined;
}

/**
 * The command line of `scp -t` or `scp -f`, read the way a shell would split it. Anything else, and anything that
 * needs a real shell (`;`, `$`, pipes), gives undefined and is left to the guest's shell.
 */
export function parseScp(command: string, home: string): ScpCommand | undefined {
  const words = splitWords(command.trim());
  if (words === undefined || !/^(?:.*\/)?scp$/.test(words[0]?.text ?? '')) return undefined;
  const flags = new Set<string>();
  let index = 1;
  for (; index < words.length; index++) {
    const text = words[index]?.text ?? '';
    if (text === '--') {
      index++;
      break;
    }
    if (!/^-[a-zA-Z0-9]+$/.test(text)) break;
    for (const flag of text.slice(1)) flags.add(flag);
  }
  const paths = words.slice(index).map((word) => toPath(word, home));
  const direction = flags.has('t') ? 'to' : flags.has('f') ? 'from' : undefined;
  if (direction === undefined || paths.length === 0) return undefined;
  return {
    direction,
    recursive: flags.has('r'),
    preserve: flags.has('p'),
    intoDirectory: flags.has('d'),
    paths,
  };
}

interface Word {
  readonly text: string;
  /** Positions in `text` of characters that stood in quotes or behind a backslash. */
  readonly quoted: ReadonlySet<number>;
}

function splitWords(command: string): readonly Word[] | undefined {
  const words: Word[] = [];
  let text: string | undefined;
  let quoted = new Set<number>();
  let quote = '';
  for (let index = 0; index < command.length; index++) {
    let letter = command.charAt(index);
    let literal = quote !== '';
    if (quote !== '' && letter === quote) {
      quote = '';
      continue;
    }
    if (quote === '' && (letter === "'" || letter === '"')) {
      quote = letter;
      text ??= '';
      continue;
    }
    if (letter === '\\' && (quote === '' || (quote === '"' && '"\\$`'.includes(command.charAt(index + 1))))) {
      letter = command.charAt(++index);
      literal = true;
    } else if (quote !== "'" && '$`'.includes(letter)) return undefined;
    if (!literal && ';|&<>()\n'.includes(letter)) return undefined;
    if (!literal && /\s/.test(letter)) {
      if (text !== undefined) words.push({ text, quoted });
      text = undefined;
      quoted = new Set();
      continue;
    }
    text ??= '';
    if (literal) quoted.add(text.length);
    text += letter;
  }
  if (quote !== '') return undefined;
  if (text !== undefined) words.push({ text, quoted });
  return words;
}

function toPath(word: Word, home: string): ScpPath {
  const { text, quoted } = word;
  const atHome = !quoted.has(0) && (text === '~' || text.startsWith('~/'));
  const path = atHome ? `${home}${text.slice(1)}` : text.startsWith('/') ? text : `${home}/${text}`;
  const added = path.length - text.length;
  const wild = [...text].some((letter, index) => '*?['.includes(letter) && !quoted.has(index));
  return {
    given: text,
    path,
    pattern: wild ? globPattern(path, (index) => quoted.has(index - added)) : undefined,
  };
}

function globPattern(path: string, isQuoted: (index: number) => boolean): RegExp {
  let source = '';
  for (let index = 0; index < path.length; index++) {
    const letter = path.charAt(index);
    const close = path.indexOf(']', index + 2);
    if (isQuoted(index)) source += escaped(letter);
    else if (letter === '*') source += '[^/]*';
    else if (letter === '?') source += '[^/]';
    else if (letter === '[' && close > 0) {
      source += `[${path
        .slice(index + 1, close)
        .replace(/^!/, '^')
        .replaceAll('\\', '\\\\')}]`;
      index = close;
    } else source += escaped(letter);
  }
  return new RegExp(`^${source}$`);
}

function escaped(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
