import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Terminal } from '../terminal.ts';

const PROMPT = '> ';

/** Lines that a person enters, with editing, history and completion; ends at Ctrl-D, or Ctrl-C on an empty line. */
export async function* promptedLines(
  terminal: Terminal,
  words: () => readonly string[],
): AsyncGenerator<string> {
  const lines = createInterface({
    input: terminal.stdin,
    output: screenOf(terminal),
    terminal: true,
    prompt: PROMPT,
    completer: (line: string) => completed(line, words()),
  });
  lines.on('SIGINT', () => interrupted(lines));
  try {
    lines.prompt();
    for await (const line of lines) {
      yield line;
      lines.prompt();
    }
  } finally {
    lines.close();
  }
}

/** The whole line stays as it is but for the word before the cursor. */
function completed(line: string, words: readonly string[]): [string[], string] {
  const word = /[\w.-]*$/.exec(line)?.[0] ?? '';
  const fitting = words.filter((candidate) => candidate.startsWith(word));
  return [word === '' ? [] : fitting, word];
}

function interrupted(lines: Interface): void {
  if (lines.line === '') {
    lines.close();
    return;
  }
  lines.write(null, { ctrl: true, name: 'e' });
  lines.write(null, { ctrl: true, name: 'u' });
}

function screenOf({ stdout, screen }: Terminal): Writable {
  const output = new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      stdout.write(text);
      done();
    },
  });
  return Object.assign(output, { isTTY: true, columns: screen?.columns ?? 80, rows: screen?.rows ?? 24 });
}
