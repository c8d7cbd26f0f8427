import { createInterface, type Interface } from 'node:readline';
import type { Terminal } from './terminal.ts';

/** Asks whoever sits at the terminal, one question after the other. */
export interface Prompter extends Disposable {
  /** Whether there is anybody to ask. */
  readonly interactive: boolean;
  /** Calls `show`, then gives the line that is entered; `undefined` when nobody is there or `signal` fires. */
  ask(show: () => void, signal: AbortSignal): Promise<string | undefined>;
}

export function prompter({ stdin, interactive = false }: Pick<Terminal, 'stdin' | 'interactive'>): Prompter {
  let last: Promise<unknown> = Promise.resolve();
  let lines: Lines | undefined;
  const next = async (show: () => void, signal: AbortSignal): Promise<string | undefined> => {
    if (!interactive || signal.aborted) return undefined;
    show();
    lines ??= new Lines(stdin);
    return lines.next(signal);
  };
  return {
    interactive,
    ask(show, signal) {
      const answer = last.then(() => next(show, signal));
      last = answer;
      return answer;
    },
    [Symbol.dispose]: () => lines?.close(),
  };
}

/** Lines as they are asked for; those that come early wait. Listens from the first question on. */
class Lines {
  readonly #interface: Interface;
  readonly #early: string[] = [];
  #waiting: ((line: string | undefined) => void) | undefined;
  #ended = false;

  constructor(stdin: Terminal['stdin']) {
    // No output: the terminal echoes by itself, and the question is already there.
    this.#interface = createInterface({ input: stdin, terminal: false });
    this.#interface.on('line', (line) => {
      if (this.#waiting === undefined) this.#early.push(line);
      else this.#waiting(line);
    });
    this.#interface.on('close', () => {
      this.#ended = true;
      this.#waiting?.(undefined);
    });
  }

  next(signal: AbortSignal): Promise<string | undefined> {
    const early = this.#early.shift();
    if (early !== undefined || this.#ended) return Promise.resolve(early);
    return new Promise((resolve) => {
      const settle = (line: string | undefined) => {
        this.#waiting = undefined;
        signal.removeEventListener('abort', abort);
        resolve(line);
      };
      const abort = () => settle(undefined);
      signal.addEventListener('abort', abort, { once: true });
      this.#waiting = settle;
    });
  }

  close(): void {
    this.#interface.close();
  }
}
